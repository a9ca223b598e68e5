#include "handlers/runtime/testing/test_server.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace handlers::testing {

namespace {

int listen_somewhere() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(listener, 16) != 0)
    throw std::runtime_error("can't listen");
  return listener;
}

std::string address_of(int listener) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  return "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

/// The server's end of a connection, plain or TLS.
class Peer {
 public:
  Peer(int descriptor, SSL_CTX* tls) : descriptor_(descriptor) {
    if (tls == nullptr) return;
    session_ = SSL_new(tls);
    SSL_set_fd(session_, descriptor);
    open_ = SSL_accept(session_) == 1;
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() {
    SSL_free(session_);
    close(descriptor_);
  }

  bool read_more(std::string& text) {
    char buffer[4096];
    if (!open_) return false;
    const auto size = session_ != nullptr ? SSL_read(session_, buffer, sizeof buffer)
                                          : static_cast<int>(recv(descriptor_, buffer, sizeof buffer, 0));
    if (size <= 0) return false;
    text.append(buffer, static_cast<std::size_t>(size));
    return true;
  }

  void write(const std::string& text) {
    if (session_ != nullptr) {
      SSL_write(session_, text.data(), static_cast<int>(text.size()));
    } else {
      send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
    }
  }

 private:
  int descriptor_;
  SSL* session_ = nullptr;
  bool open_ = true;
};

bool read_request(Peer& peer, std::string& text, Received& request) {
  std::size_t end;
  while ((end = text.find("\r\n\r\n")) == std::string::npos)
    if (!peer.read_more(text)) return false;
  std::size_t line_end = text.find("\r\n");
  const std::string first = text.substr(0, line_end);
  request.method = first.substr(0, first.find(' '));
  request.target = first.substr(request.method.size() + 1, first.rfind(' ') - request.method.size() - 1);
  while (line_end < end) {
    const std::size_t begin = line_end + 2;
    line_end = text.find("\r\n", begin);
    const std::string line = text.substr(begin, line_end - begin);
    const auto colon = line.find(": ");
    request.headers.push_back({line.substr(0, colon), line.substr(colon + 2)});
  }
  const std::size_t length = std::strtoul(request.header("Content-Length").c_str(), nullptr, 10);
  while (text.size() < end + 4 + length)
    if (!peer.read_more(text)) return false;
  request.body = text.substr(end + 4, length);
  text.erase(0, end + 4 + length);
  return true;
}

SSL_CTX* context_for(const TestCertificate* tls) {
  if (tls == nullptr) return nullptr;
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_use_certificate(context, static_cast<X509*>(tls->certificate));
  SSL_CTX_use_PrivateKey(context, static_cast<EVP_PKEY*>(tls->key));
  return context;
}

}  // namespace

std::string Received::header(std::string_view name) const {
  const std::string* value = find_header(headers, name);
  return value == nullptr ? "" : *value;
}

std::string answer_with(int status, const std::string& body, const std::string& more_headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Some\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + more_headers + "\r\n" + body;
}

TestCertificate::TestCertificate() {
  EVP_PKEY* pair = EVP_EC_gen("P-256");
  X509* made = X509_new();
  X509_set_version(made, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
  X509_gmtime_adj(X509_getm_notBefore(made), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made), 3600);
  X509_set_pubkey(made, pair);
  const auto* name = reinterpret_cast<const unsigned char*>("localhost");
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC, name, -1, -1, 0);
  X509_set_issuer_name(made, X509_get_subject_name(made));
  X509_EXTENSION* names =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  X509_add_ext(made, names, -1);
  X509_EXTENSION_free(names);
  X509_sign(made, pair, EVP_sha256());
  char path[] = "/tmp/handlers_certificate_XXXXXX";
  std::FILE* file = fdopen(mkstemp(path), "w");
  PEM_write_X509(file, made);
  std::fclose(file);
  bundle = path;
  key = pair;
  certificate = made;
}

TestCertificate::~TestCertificate() {
  X509_free(static_cast<X509*>(certificate));
  EVP_PKEY_free(static_cast<EVP_PKEY*>(key));
  unlink(bundle.c_str());
}

struct TestServer::State {
  void accept_all() {
    for (;;) {
      const int descriptor = accept(listener, nullptr, nullptr);
      if (descriptor < 0) return;
      const std::scoped_lock lock(mutex);
      descriptors.push_back(dup(descriptor));
      const int number = ++connections;
      threads.emplace_back([this, descriptor, number] { serve(descriptor, number); });
    }
  }

  void serve(int descriptor, int number) {
    Peer peer(descriptor, context);
    std::string text;
    for (;;) {
      Received request;
      request.connection = number;
      if (!read_request(peer, text, request)) return;
      {
        const std::scoped_lock lock(mutex);
        received.push_back(request);
      }
      const std::string answer = script(request);
      peer.write(answer);
      if (answer.empty() || answer.find("Connection: close") != std::string::npos) {
        shutdown(descriptor, SHUT_RDWR);
        return;
      }
    }
  }

  Script script;
  SSL_CTX* context = nullptr;
  int listener = -1;
  int connections = 0;
  mutable std::mutex mutex;
  std::vector<Received> received;
  std::vector<int> descriptors;
  std::vector<std::thread> threads;
  std::thread acceptor;
};

TestServer::TestServer(Script script, const TestCertificate* tls) : state_(std::make_unique<State>()) {
  state_->script = std::move(script);
  state_->context = context_for(tls);
  state_->listener = listen_somewhere();
  state_->acceptor = std::thread([state = state_.get()] { state->accept_all(); });
}

TestServer::~TestServer() {
  shutdown(state_->listener, SHUT_RDWR);
  state_->acceptor.join();
  close(state_->listener);
  for (const int descriptor : state_->descriptors) {
    shutdown(descriptor, SHUT_RDWR);
    close(descriptor);
  }
  for (std::thread& thread : state_->threads) thread.join();
  SSL_CTX_free(state_->context);
}

std::string TestServer::address() const { return address_of(state_->listener); }

std::string TestServer::url() const {
  return (state_->context == nullptr ? "http://" : "https://") + address();
}

std::vector<Received> TestServer::received() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->received;
}

std::string address_of_nobody() {
  const int listener = listen_somewhere();
  const std::string address = address_of(listener);
  close(listener);
  return address;
}

}  // namespace handlers::testing
