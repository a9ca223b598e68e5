#include "fakes/iam/credentials.h"

#include <doctest/doctest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"
#include "fakes/iam/access_key_id.h"
#include "fakes/iam/role_store.h"
#include "fakes/iam/store.h"

namespace cloche::iam {
namespace {

using namespace std::chrono_literals;

struct World {
  Time wall = *parse_iso8601("2026-01-05T09:00:00Z");
  std::array<Schema, 1> schemas{store_schema()};
  Account account{Database::in_memory(), schemas, {.seed = 1, .time = [this] { return wall; }}};

  std::string add_key(const std::string& user_id) {
    return account.transact([&] {
      AccessKey key{new_access_key_id(account.ids(), long_term_key, account.number()),
                    user_id,
                    "secret",
                    true,
                    wall,
                    {},
                    {},
                    {}};
      Store(account).add_access_key(key);
      return key.id;
    });
  }
  std::string add_user(const std::string& name) {
    return account.transact([&] {
      const User user{"AIDA" + account.ids().base32(17), name, "/team/", wall};
      Store(account).add_user(user);
      return user.id;
    });
  }
  std::optional<Credential> find(const std::string& id) {
    return account.transact([&] { return find_secret(account, id); });
  }
  std::string refusal(const std::string& id, wire::SignatureWords words = wire::SignatureWords::json) {
    try {
      find(id)->check(words, account.clock().now());
    } catch (const ApiError& error) {
      return error.code;
    }
    return "";
  }
};

TEST_CASE("a user's key has a secret, and signs for the user") {
  World world;
  const std::string user_id = world.add_user("Bob");
  const std::string key = world.add_key(user_id);
  const auto credential = world.find(key);
  REQUIRE(credential);
  CHECK(credential->secret == "secret");
  CHECK(credential->session_token.empty());
  CHECK(credential->principal.arn == "arn:aws:iam::000000000000:user/team/Bob");
  CHECK(credential->principal.user_id == user_id);
  CHECK(credential->principal.account == "000000000000");
  CHECK(credential->principal.access_key_id == key);
  CHECK(world.refusal(key).empty());
}

TEST_CASE("root's key signs for root") {
  World world;
  const auto credential = world.find(world.add_key(""));
  REQUIRE(credential);
  CHECK(credential->principal.arn == "arn:aws:iam::000000000000:root");
  CHECK(credential->principal.user_id == "000000000000");
}

TEST_CASE("a key that Cloche did not make is unknown") {
  World world;
  CHECK(!world.find("test"));
  CHECK(!world.find("000000000000"));
  CHECK(!world.find("AKIAIOSFODNN7EXAMPLE"));
  CHECK(!world.find(new_access_key_id(world.account.ids(), long_term_key, "123456789012")));
}

TEST_CASE("a key that is inactive or deleted is refused, and not taken for an unknown one") {
  World world;
  const std::string key = world.add_key(world.add_user("Bob"));
  CHECK(world.refusal(key).empty());
  world.account.transact([&] { Store(world.account).set_active(key, false); });
  CHECK(world.refusal(key) == "UnrecognizedClientException");
  CHECK(world.refusal(key, wire::SignatureWords::query) == "InvalidClientTokenId");
  CHECK(world.refusal(key, wire::SignatureWords::s3) == "InvalidAccessKeyId");
  world.account.transact([&] { Store(world.account).remove_access_key(key); });
  CHECK(world.refusal(key) == "UnrecognizedClientException");
}

TEST_CASE("a user who is renamed signs by the new name") {
  World world;
  const std::string user_id = world.add_user("Bob");
  const std::string key = world.add_key(user_id);
  CHECK(world.find(key)->principal.arn.ends_with("/Bob"));
  world.account.transact([&] { Store(world.account).update_user({user_id, "Rob", "/", world.wall}); });
  CHECK(world.find(key)->principal.arn == "arn:aws:iam::000000000000:user/Rob");
}

TEST_CASE("a session ends on the account's clock") {
  World world;
  const NewSession session = world.account.transact([&] { return create_session(world.account, "", 15min); });
  CHECK(session.access_key_id.starts_with("ASIA"));
  CHECK(session.secret.size() == 40);
  CHECK(session.expires == world.wall + 15min);
  const auto credential = world.find(session.access_key_id);
  REQUIRE(credential);
  CHECK(credential->session_token == session.token);
  CHECK(credential->principal.arn == "arn:aws:iam::000000000000:root");
  world.wall += 15min - 1ms;
  CHECK(world.refusal(session.access_key_id).empty());
  world.wall += 1ms;
  CHECK(world.refusal(session.access_key_id) == "ExpiredTokenException");
  CHECK(world.refusal(session.access_key_id, wire::SignatureWords::query) == "ExpiredToken");
}

TEST_CASE("a session does not outlive its user") {
  World world;
  const std::string user_id = world.add_user("Bob");
  const NewSession session =
      world.account.transact([&] { return create_session(world.account, user_id, 15min); });
  CHECK(world.refusal(session.access_key_id).empty());
  world.account.transact([&] { Store(world.account).remove_user(user_id); });
  CHECK(world.refusal(session.access_key_id) == "UnrecognizedClientException");
}

TEST_CASE("a session of a role signs for the role and the session") {
  World world;
  const NewSession session = world.account.transact([&] {
    RoleStore(world.account).add({"AROAEXAMPLE", "Worker", "/team/", "{}", {}, 3600, world.wall});
    return create_role_session(world.account, "arn:aws:iam::000000000000:role/team/Worker", "fn", 15min);
  });
  const auto credential = world.find(session.access_key_id);
  REQUIRE(credential);
  CHECK(credential->principal.arn == "arn:aws:sts::000000000000:assumed-role/Worker/fn");
  CHECK(credential->principal.user_id == "AROAEXAMPLE:fn");
  CHECK(credential->session_token == session.token);
  CHECK(world.refusal(session.access_key_id).empty());
  world.account.transact([&] { RoleStore(world.account).remove("AROAEXAMPLE"); });
  CHECK(world.refusal(session.access_key_id) == "UnrecognizedClientException");
}

TEST_CASE("a role that was never created has sessions all the same, always of one id") {
  World world;
  const auto user_id = [&](const char* arn) {
    const NewSession session =
        world.account.transact([&] { return create_role_session(world.account, arn, "fn", 15min); });
    CHECK(world.refusal(session.access_key_id).empty());
    return world.find(session.access_key_id)->principal.user_id;
  };
  const std::string id = user_id("arn:aws:iam::000000000000:role/None");
  CHECK(id.starts_with("AROA"));
  CHECK(id.ends_with(":fn"));
  CHECK(id.size() == 24);
  CHECK(user_id("arn:aws:iam::000000000000:role/None") == id);
  CHECK(user_id("arn:aws:iam::000000000000:role/Other") != id);
  CHECK_THROWS_AS(world.account.transact([&] { create_role_session(world.account, "x", "fn", 15min); }),
                  Fault);
}

TEST_CASE("the use of a key is noted to the minute") {
  World world;
  const std::string key = world.add_key("");
  const auto used = [&](const char* service) {
    return world.account.transact([&] {
      note_use(world.account, key, service, "eu-west-1");
      return Store(world.account).find_access_key(key)->last_used;
    });
  };
  const Time first = world.wall;
  CHECK(used("s3") == first);
  world.wall += 30s;
  CHECK(used("s3") == first);
  CHECK(world.account.transact([&] {
    note_use(world.account, key, "s3", "eu-west-1");
    return world.account.database().has_written();
  }) == false);
  world.wall += 30s;
  CHECK(used("s3") == first + 1min);
  CHECK(world.account.transact([&] { return Store(world.account).find_access_key(key)->last_service; }) ==
        "s3");
}

TEST_CASE("the same seed gives the same credentials") {
  World first;
  World second;
  const auto make = [](World& world) {
    return world.account.transact([&] { return create_session(world.account, "", 15min).token; });
  };
  CHECK(make(first) == make(second));
}

}  // namespace
}  // namespace cloche::iam
