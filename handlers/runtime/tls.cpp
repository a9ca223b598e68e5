#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "handlers/runtime/socket.h"

namespace handlers {

namespace {

// Where a bundle of the public authorities lies: Debian and its like, Amazon Linux, Alpine.
constexpr const char* bundles[] = {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                   "/etc/ssl/cert.pem"};

std::string last_tls_error() {
  char text[256] = "unknown";
  const unsigned long error = ERR_get_error();
  if (error != 0) ERR_error_string_n(error, text, sizeof text);
  ERR_clear_error();
  return text;
}

class TlsStream : public Stream {
 public:
  TlsStream(Socket socket, SSL* session, Clock& clock)
      : socket_(std::move(socket)), session_(session), clock_(clock) {}
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;
  ~TlsStream() override { SSL_free(session_); }

  void handshake(const Endpoint& endpoint, Millis deadline) {
    for (;;) {
      const int done = SSL_connect(session_);
      if (done == 1) return;
      if (!await(done, deadline, false)) throw refusal(endpoint);
    }
  }

  void write(std::string_view bytes, Millis deadline) override {
    while (!bytes.empty()) {
      std::size_t written = 0;
      const int done = SSL_write_ex(session_, bytes.data(), bytes.size(), &written);
      if (done == 1) {
        bytes.remove_prefix(written);
      } else if (!await(done, deadline, true)) {
        throw ConnectionError("sending by TLS: " + last_tls_error(), true);
      }
    }
  }

  std::size_t read(char* buffer, std::size_t size, Millis deadline) override {
    for (;;) {
      std::size_t received = 0;
      const int done = SSL_read_ex(session_, buffer, size, &received);
      if (done == 1) return received;
      if (SSL_get_error(session_, done) == SSL_ERROR_ZERO_RETURN) return 0;
      if (!await(done, deadline, true)) throw ConnectionError("receiving by TLS: " + last_tls_error(), true);
    }
  }

  // Session tickets may be waiting unread after a handshake; they are not data. What is left then says it.
  bool is_stale() override {
    if (!socket_.is_readable()) return false;
    char none;
    std::size_t received = 0;
    const int done = SSL_peek_ex(session_, &none, 1, &received);
    return done == 1 || SSL_get_error(session_, done) != SSL_ERROR_WANT_READ;
  }

 private:
  /// Waits for what the session wants; false where it has failed.
  bool await(int done, Millis deadline, bool sent) {
    const int error = SSL_get_error(session_, done);
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) return false;
    try {
      socket_.await(error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, clock_, deadline);
    } catch (const ConnectionError& failure) {
      throw ConnectionError(failure.what(), sent);
    }
    return true;
  }

  ConnectionError refusal(const Endpoint& endpoint) {
    const long verified = SSL_get_verify_result(session_);
    const std::string why =
        verified == X509_V_OK ? last_tls_error() : std::string(X509_verify_cert_error_string(verified));
    return {"TLS with " + endpoint.host_header() + ": " + why, false};
  }

  Socket socket_;
  SSL* session_;
  Clock& clock_;
};

std::string find_bundle() {
  if (const char* named = std::getenv("SSL_CERT_FILE"); named != nullptr && *named != '\0') return named;
  for (const char* bundle : bundles)
    if (access(bundle, R_OK) == 0) return bundle;
  throw ConnectionError(
      "TLS: no bundle of certificate authorities on this machine (name one in AWS_CA_BUNDLE)", false);
}

}  // namespace

TlsTrust::TlsTrust(std::string bundle) : bundle_(std::move(bundle)) {}

TlsTrust::~TlsTrust() { SSL_CTX_free(static_cast<SSL_CTX*>(context_)); }

void* TlsTrust::context() {
  if (context_ != nullptr) return context_;
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  const std::string bundle = bundle_.empty() ? find_bundle() : bundle_;
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  if (context == nullptr) throw ConnectionError("TLS: " + last_tls_error(), false);
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  if (SSL_CTX_load_verify_file(context, bundle.c_str()) != 1) {
    SSL_CTX_free(context);
    throw ConnectionError("TLS: can't read " + bundle + ": " + last_tls_error(), false);
  }
  return context_ = context;
}

std::unique_ptr<Stream> tls_stream(Socket socket, const Endpoint& endpoint, TlsTrust& trust, Clock& clock,
                                   Millis deadline) {
  SSL* session = SSL_new(static_cast<SSL_CTX*>(trust.context()));
  if (session == nullptr) throw ConnectionError("TLS: " + last_tls_error(), false);
  const int descriptor = socket.descriptor();
  auto stream = std::make_unique<TlsStream>(std::move(socket), session, clock);
  SSL_set_fd(session, descriptor);
  unsigned char address[sizeof(in6_addr)];
  const bool is_address = inet_pton(AF_INET, endpoint.host.c_str(), address) == 1 ||
                          inet_pton(AF_INET6, endpoint.host.c_str(), address) == 1;
  if (is_address) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), endpoint.host.c_str());
  } else {
    SSL_set_tlsext_host_name(session, endpoint.host.c_str());
    SSL_set1_host(session, endpoint.host.c_str());
  }
  stream->handshake(endpoint, deadline);
  return stream;
}

}  // namespace handlers
