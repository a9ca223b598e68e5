#include "emulator/front/authentication.h"

#include <doctest/doctest.h>

#include "emulator/front/in_process.h"
#include "fakes/core/digest.h"
#include "fakes/iam/access_key_id.h"
#include "fakes/iam/credentials.h"
#include "fakes/iam/store.h"
#include "fakes/wire/sigv4.h"

namespace cloche::front {
namespace {

Json document(const net::Response& response) { return parse_json(response.body); }

// A request that is really signed, now, with `secret`.
net::Request signed_request(const iam::NewSession& session, std::string_view secret,
                            std::string body = "{}") {
  net::Request request = InProcess::request("DescribeEndpoints", std::move(body), session.access_key_id);
  const std::string time = wire::basic_iso8601(system_time());
  const std::string scope =
      session.access_key_id + "/" + time.substr(0, 8) + "/us-east-1/dynamodb/aws4_request";
  request.headers.set("X-Amz-Date", time);
  request.headers.add("X-Amz-Security-Token", session.token);
  const auto authorize = [&](const std::string& signature) {
    request.headers.set("Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + scope +
                            ", SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=" + signature);
  };
  authorize("0");
  const wire::SignatureInput input = wire::parse_signature(request);
  const std::string canonical =
      wire::canonical_request(request, input, wire::SignatureWords::json, hex(sha256(request.body)));
  const std::string key = wire::signing_key(secret, time.substr(0, 8), "us-east-1", "dynamodb");
  authorize(wire::sign(key, wire::string_to_sign(input, canonical)));
  return request;
}

iam::NewSession new_session(World& world) {
  return world.account->transact(
      [&] { return iam::create_session(*world.account, "", std::chrono::hours(1)); });
}

TEST_CASE(
    "credentials that Cloche gave out belong to the account that made them, and their signature is "
    "verified") {
  InProcess front;
  const auto session = new_session(front.accounts.numbered("123456789012"));
  const auto right = front.ask(signed_request(session, session.secret));
  CHECK(right.status == 200);
  CHECK(document(right)["Endpoints"][0]["Address"].get<std::string>().find("123456789012") !=
        std::string::npos);
  const auto wrong = front.ask(signed_request(session, "another secret"));
  CHECK(wrong.status == 400);
  CHECK(document(wrong)["__type"] == "com.amazon.coral.service#InvalidSignatureException");
}

TEST_CASE("the signature of a packed request covers what was sent") {
  InProcess front;
  const auto session = new_session(front.accounts.main());
  // "{}", packed by gzip -n.
  const std::string packed = *base64_decode("H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA==");
  net::Request request = signed_request(session, session.secret, packed);
  request.headers.add("Content-Encoding", "gzip");
  CHECK(front.ask(request).status == 200);
  net::Request other = signed_request(session, session.secret);
  other.headers.add("Content-Encoding", "gzip");
  other.body = packed;
  CHECK(document(front.ask(other))["__type"] == "com.amazon.coral.service#InvalidSignatureException");
}

TEST_CASE("a session that is over on the account's clock is refused") {
  InProcess front;
  const auto session = new_session(front.accounts.main());
  CHECK(front.ask(signed_request(session, session.secret)).status == 200);
  front.admin("POST", "/_cloche/clock", R"({"advance":"2h"})");
  CHECK(front.ask(signed_request(session, session.secret)).status == 400);
}

TEST_CASE("a key that was used is refused as soon as it is inactive, deleted, or its user is") {
  InProcess front;
  Account& account = *front.accounts.main().account;
  iam::NewSession key;
  account.transact([&] {
    iam::Store store(account);
    store.add_user({"AIDAEXAMPLE", "alice", "/", Time()});
    key.access_key_id = iam::new_access_key_id(account.ids(), iam::long_term_key, account.number());
    key.secret = "a secret";
    iam::AccessKey made;
    made.id = key.access_key_id;
    made.user_id = "AIDAEXAMPLE";
    made.secret = key.secret;
    store.add_access_key(made);
  });
  const auto status = [&] { return front.ask(signed_request(key, key.secret)).status; };
  const auto change = [&](auto change) { account.transact([&] { change(iam::Store(account)); }); };
  CHECK(status() == 200);
  CHECK(status() == 200);
  change([&](iam::Store store) { store.set_active(key.access_key_id, false); });
  CHECK(status() == 400);
  change([&](iam::Store store) { store.set_active(key.access_key_id, true); });
  CHECK(status() == 200);
  CHECK_THROWS(account.transact([&] {
    iam::Store(account).remove_access_key(key.access_key_id);
    throw std::runtime_error("undone");
  }));
  CHECK(status() == 200);
  change([&](iam::Store store) { store.remove_user("AIDAEXAMPLE"); });
  CHECK(status() == 400);
}

TEST_CASE("a session that was used is unknown after a reset") {
  InProcess front;
  const auto session = new_session(front.accounts.main());
  CHECK(front.ask(signed_request(session, session.secret)).status == 200);
  front.admin("POST", "/_cloche/reset");
  CHECK(front.ask(signed_request(session, session.secret)).status == 400);
}

TEST_CASE("a fork knows the credentials of its original") {
  InProcess front;
  const auto session = new_session(front.accounts.main());
  front.admin("POST", "/_cloche/fork");
  const auto fork = front.open_ports.at(50000);
  CHECK(front.ask(signed_request(session, session.secret), fork).status == 200);
  CHECK(front.ask(signed_request(session, "another secret"), fork).status == 400);
}

}  // namespace
}  // namespace cloche::front
