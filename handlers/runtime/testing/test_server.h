#pragma once
// A server for the tests of what speaks HTTP: on a free port of 127.0.0.1, it answers by a script, and
// remembers what it was sent. Each connection has a thread.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "handlers/runtime/http.h"

namespace handlers::testing {

struct Received {
  std::string method;
  std::string target;
  std::vector<Header> headers;
  std::string body;
  int connection = 0;  // from 1, in the order in which they came

  std::string header(std::string_view name) const;
};

/// The whole answer as bytes; "" closes the connection without one. A `Connection: close` in it closes it
/// after.
using Script = std::function<std::string(const Received&)>;

/// An answer with a length, that leaves the connection open.
std::string answer_with(int status, const std::string& body, const std::string& more_headers = "");

/// A key and a certificate for `127.0.0.1` and `localhost`, signed by itself, made anew.
struct TestCertificate {
  TestCertificate();
  ~TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;

  std::string bundle;  // a PEM file that holds it
  void* key;           // EVP_PKEY
  void* certificate;   // X509
};

class TestServer {
 public:
  explicit TestServer(Script script, const TestCertificate* tls = nullptr);
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  std::string address() const;  // "127.0.0.1:41234"
  std::string url() const;
  std::vector<Received> received() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A port at which nobody listens.
std::string address_of_nobody();

}  // namespace handlers::testing
