#pragma once
// Every account of the process: the default one, those with a number of their own, which are made when they
// are first used, and the forks. With a data folder each but a fork is a file there ("000000000000.sqlite"),
// and all that are there are opened at the start; without, and for forks, memory. What is too large for a
// database lies in "files" of the data folder, or in a directory that goes with this.
//
// Threads: any. A numbered account lives as long as this does, a fork until it is ended and its last request
// answered.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "emulator/effects/effects.h"
#include "emulator/front/services.h"
#include "emulator/front/world.h"
#include "fakes/core/clock.h"
#include "fakes/core/temporary_directory.h"

namespace cloche::front {

inline constexpr std::string_view default_account = "000000000000";

/// Whether `text` is 12 digits.
bool is_account_number(std::string_view text);

class Accounts {
 public:
  struct Settings {
    std::filesystem::path data;  // empty: memory
    std::optional<std::uint64_t>
        seed;  // of the default account; the others' follow from it. None: random ones
    bool strict = false;
    Clock::Source time = system_time;
    RuntimeCheck runtime_refusal{};
  };

  /// `opened` is called with each account, a fork too, before anything happens in it. Throws
  /// std::runtime_error where the data can't be opened.
  Accounts(
      const Services& services, effects::Effects& effects, Settings settings,
      std::function<void(World&)> opened = [](World&) {});
  ~Accounts();
  Accounts(const Accounts&) = delete;

  /// Says that the accounts, and those to come, are served at this port (0: at none), and begins what is to
  /// be done in them.
  void serve_at(std::uint16_t port);

  World& main() { return *main_; }
  /// Whether there is no other, forks aside.
  bool is_alone();
  /// The account of this number (12 digits), made if there was none.
  World& numbered(std::string_view number);
  /// The same where there is one; else nullptr.
  World* find(std::string_view number);

  /// The one of this account, which is open; a Fault where it is none of these.
  World& of(const Account& account);
  /// The forks too.
  void for_each(const std::function<void(World&)>& act);

  /// Where what is too large for a database lies, of all accounts.
  const std::filesystem::path& files() const { return files_; }
  /// Runs `act` as a unit of work of all accounts at once, the forks too, when no copy() is under way.
  void in_all(const std::function<void(const std::vector<std::shared_ptr<World>>&)>& act);
  /// For who has a copy of an account that is none of these yet.
  std::shared_lock<std::shared_mutex> copying() { return std::shared_lock(copying_); }

  /// A copy of `world`, looked after, that comes in by the port which `open_port` opens for it and answers.
  struct Fork {
    std::shared_ptr<World> world;
    std::uint16_t port = 0;
  };
  Fork fork(World& world, const std::function<std::uint16_t(std::shared_ptr<World>)>& open_port);
  /// nullptr where there is none.
  std::shared_ptr<World> fork_at(std::uint16_t port);
  /// Forgets a fork; none of its effects runs afterwards. Answers its port, or nullopt where it was ended
  /// before.
  std::optional<std::uint16_t> end_fork(World& fork);

 private:
  World& open(std::string_view number);
  void begin(World& world, std::uint16_t port);
  std::vector<std::shared_ptr<World>> worlds() const;

  const Services& services_;
  effects::Effects& effects_;
  const Settings settings_;
  std::optional<TemporaryDirectory> temporary_files_;  // without a data folder
  std::filesystem::path files_;                        // of every account
  const std::function<void(World&)> opened_;
  World* main_ = nullptr;
  std::shared_mutex copying_;  // taken before an account's lock, and before the next
  std::shared_mutex mutex_;    // guards what follows
  std::optional<std::uint16_t> port_;
  std::map<std::string, std::shared_ptr<World>, std::less<>> numbered_;
  std::map<std::uint16_t, std::shared_ptr<World>> forks_;
  std::unordered_map<const Account*, World*> by_account_;
};

}  // namespace cloche::front
