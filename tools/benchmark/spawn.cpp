// What starting a program costs: fork+exec and waiting for its end, many times over; prints the median in
// milliseconds.
//
//   spawn PROGRAM
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

int main(int count, char** arguments) {
  if (count != 2) return 2;
  std::vector<double> took;
  for (int i = 0; i < 200; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    char* argv[] = {arguments[1], nullptr};
    char* environment[] = {nullptr};
    pid_t child = 0;
    int status = 0;
    if (posix_spawn(&child, arguments[1], nullptr, nullptr, argv, environment) != 0) return 1;
    if (waitpid(child, &status, 0) != child || status != 0) return 1;
    took.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  std::ranges::sort(took);
  std::printf("%.3f\n", took[took.size() / 2]);
}
