// emulator/net alone, answering what bare_server answers: the difference between the two is the HTTP room's
// own cost. Prints its port and runs until its standard input ends.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "emulator/net/server.h"

int main(int count, char** arguments) {
  std::string body = R"({"Item":{"id":{"S":"item-1"},"text":{"S":")";
  const std::string end = R"("}}})";
  body.append(300 - body.size() - end.size(), 'x');
  body += end;
  cloche::net::Engine engine(count > 1 ? static_cast<unsigned>(std::atoi(arguments[1])) : 1);
  const auto port = engine.listen("127.0.0.1", 0, [&](cloche::net::Request, cloche::net::Responder respond) {
    respond({{200, {{"Content-Type", "application/x-amz-json-1.0"}}, body}});
  });
  std::printf("%u\n", static_cast<unsigned>(port));
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
}
