// A function for the tests, on plain sockets. At its init it does what _HANDLER says, with each event what
// the event says (a word and an argument, quoted as JSON: "exit 3").
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <string>
#include <vector>

extern char** environ;

namespace {

struct Answer {
  int status = 0;
  std::string head;
  std::string body;
};

class Connection {
 public:
  Connection() {
    const std::string api = std::getenv("AWS_LAMBDA_RUNTIME_API");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(api.c_str() + api.find(':') + 1)));
    inet_pton(AF_INET, api.substr(0, api.find(':')).c_str(), &address.sin_addr);
    socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) std::exit(99);
  }
  ~Connection() { close(socket_); }

  Answer call(const std::string& method, const std::string& path, const std::string& body = "",
              const std::string& headers = "") {
    std::string text = method + " /2018-06-01/runtime/" + path + " HTTP/1.1\r\nHost: lambda\r\n" + headers;
    if (method == "POST") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    text += "\r\n" + body;
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t count = send(socket_, text.data() + at, text.size() - at, MSG_NOSIGNAL);
      if (count <= 0) std::exit(98);
      at += static_cast<std::size_t>(count);
    }
    Answer answer;
    std::string data;
    std::size_t end = 0;
    while ((end = data.find("\r\n\r\n")) == std::string::npos) receive(data);
    answer.head = data.substr(0, end + 2);
    answer.status = std::atoi(answer.head.c_str() + 9);
    const std::size_t length = answer.head.find("Content-Length: ");
    const std::size_t size = length == std::string::npos
                                 ? 0
                                 : static_cast<std::size_t>(std::atoll(answer.head.c_str() + length + 16));
    while (data.size() < end + 4 + size) receive(data);
    answer.body = data.substr(end + 4, size);
    return answer;
  }

 private:
  void receive(std::string& data) {
    char buffer[65536];
    const ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
    if (count <= 0) std::exit(97);
    data.append(buffer, static_cast<std::size_t>(count));
  }
  int socket_;
};

std::string header(const Answer& answer, const std::string& name) {
  const std::size_t at = answer.head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const std::size_t start = at + name.size() + 4;
  return answer.head.substr(start, answer.head.find('\r', start) - start);
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c == '\n' || c == '\r' ? ' ' : c;
  }
  return result + "\"";
}

void touch_memory(std::size_t mebibytes) {
  const std::size_t size = mebibytes << 20;
  static char* volatile kept;
  kept = static_cast<char*>(std::malloc(size));
  for (std::size_t i = 0; i < size; i += 4096) kept[i] = static_cast<char>(i);
}

pid_t start_child(bool own_session) {
  const pid_t pid = fork();
  if (pid == 0) {
    if (own_session) setsid();
    for (;;) pause();
  }
  return pid;
}

void in_init(const std::string& what) {
  const std::string again = std::string(std::getenv("TMPDIR")) + "/again";
  if (what == "exit") std::exit(3);
  if (what == "crash") raise(SIGSEGV);
  if (what == "hang") pause();
  if (what == "hang-once" && access(again.c_str(), F_OK) != 0) {
    close(open(again.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    pause();
  }
  while (what == "works" && std::clock() < CLOCKS_PER_SEC / 10) {  // of processor time
  }
  if (what == "greedy") touch_memory(400);
  if (what == "error") {
    std::puts("cannot begin");
    std::fflush(stdout);
    Connection().call("POST", "init/error", R"({"errorMessage":"no","errorType":"Runtime.NoSuchHandler"})",
                      "Lambda-Runtime-Function-Error-Type: Runtime.NoSuchHandler\r\n");
    std::exit(1);
  }
  if (what == "says") std::puts("in init");
  std::fflush(stdout);
}

/// The answer to post, as JSON.
std::string handle(Connection& connection, const std::string& id, const Answer& next) {
  std::string event = next.body;
  if (event.size() >= 2 && event.front() == '"') event = event.substr(1, event.size() - 2);
  const std::size_t space = event.find(' ');
  const std::string word = event.substr(0, space);
  const std::string argument = space == std::string::npos ? "" : event.substr(space + 1);
  const std::string mine = "invocation/" + id + "/";

  if (word == "exit") std::exit(std::atoi(argument.c_str()));
  if (word == "crash") raise(std::atoi(argument.c_str()));
  if (word == "hang") pause();
  if (word == "hang-with-child") {
    std::printf("child %d\n", start_child(false));
    std::fflush(stdout);
    pause();
  }
  if (word == "pid") return std::to_string(getpid());
  if (word == "child") return std::to_string(start_child(argument == "away"));
  if (word == "allocate") touch_memory(static_cast<std::size_t>(std::atoi(argument.c_str())));
  if (word == "allocate-and-hang") {
    touch_memory(static_cast<std::size_t>(std::atoi(argument.c_str())));
    pause();
  }
  if (word == "large")
    return quoted(std::string(static_cast<std::size_t>(std::atoll(argument.c_str())) - 2, 'x'));
  if (word == "raw") return argument;
  if (word == "say") {
    std::fprintf(stdout, "%s\nwithout an end", argument.c_str());
    std::fflush(stdout);
    std::fprintf(stderr, " to stderr");
  }
  if (word == "directory") {
    char* directory = get_current_dir_name();
    return quoted(directory);
  }
  if (word == "environment") {
    std::string all;
    for (char** variable = environ; *variable; ++variable) all += std::string(*variable) + "|";
    return quoted(all);
  }
  if (word == "headers") return quoted(next.head);
  if (word == "descriptors") {
    std::string open_ones;
    for (int i = 0; i < 64; ++i) {
      if (fcntl(i, F_GETFD) >= 0) open_ones += std::to_string(i) + " ";
    }
    return quoted(open_ones);
  }
  if (word == "wrong-id") return quoted(connection.call("POST", "invocation/other/response", "1").body);
  if (word == "next-while-busy") return quoted(Connection().call("GET", "invocation/next").body);
  if (word == "init-error-late") return quoted(connection.call("POST", "init/error", "{}").body);
  if (word == "nowhere") return quoted(std::to_string(connection.call("GET", "restore/next").status));
  if (word == "wrong-method")
    return quoted(std::to_string(connection.call("POST", "invocation/next").status));
  if (word == "wait") {  // says that it is here, and waits to be let go: two FIFOs
    const int here = open((argument + "/here").c_str(), O_WRONLY | O_CLOEXEC);
    [[maybe_unused]] ssize_t count = write(here, "x", 1);
    const int go = open((argument + "/go").c_str(), O_RDONLY | O_CLOEXEC);
    char byte;
    count = read(go, &byte, 1);
    close(go);
    close(here);
  }
  return next.body;
}

}  // namespace

int main() {
  in_init(std::getenv("_HANDLER"));
  Connection connection;
  for (;;) {
    const Answer next = connection.call("GET", "invocation/next");
    const std::string id = header(next, "Lambda-Runtime-Aws-Request-Id");
    if (next.body.starts_with("\"fail")) {
      connection.call(
          "POST", "invocation/" + id + "/error", R"({"errorMessage":"it fails","errorType":"Boom"})",
          next.body == "\"fail typed\"" ? "Lambda-Runtime-Function-Error-Type: Runtime.Typed\r\n" : "");
      continue;
    }
    const std::string result = handle(connection, id, next);
    std::fflush(stdout);
    const Answer posted = connection.call("POST", "invocation/" + id + "/response", result);
    if (next.body == "\"twice\"") {
      std::printf("%d %s", posted.status,
                  connection.call("POST", "invocation/" + id + "/response", "1").body.c_str());
      std::fflush(stdout);
    }
    if (next.body == "\"leave\"") std::exit(0);
    if (next.body == "\"linger\"") pause();  // never asks again
  }
}
