#include "fakes/dynamodb/key.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"

namespace cloche::dynamodb {
namespace {

using Names = std::vector<std::string>;

const KeyDefinition text_key{{{"a", 'S'}}, {}};
const KeyDefinition number_key{{{"a", 'N'}}, {}};
const KeyDefinition compound_key{{{"a", 'S'}}, {{"b", 'S'}}};

Json v(std::string_view text) { return Json::parse(text); }

// The values of attribute `name`, sorted by the keys of the items that have them.
Names sorted(const KeyDefinition& definition, const char* type, Names values) {
  std::sort(values.begin(), values.end(), [&](const std::string& x, const std::string& y) {
    return item_key(definition, {{"a", {{type, x}}}}) < item_key(definition, {{"a", {{type, y}}}});
  });
  return values;
}

std::string message_of(auto&& action) {
  try {
    action();
    return "";
  } catch (const ApiError& error) {
    CHECK(error.code == "ValidationException");
    return error.message;
  }
}

TEST_CASE("items are scanned in the order of the real service's hash") {
  // Seen from the real service.
  const Names texts{"2", "8", "9", "1", "6", "hello", "0", "5", "4", "äáöü", "aardman", "7", "3", "zapf"};
  CHECK(sorted(text_key, "S",
               {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "aardman", "hello", "zapf", "äáöü"}) ==
        texts);
  const Names numbers{"7", "999.9", "8", "3", "2", "-999.9",   "9",
                      "4", "-0.09", "6", "1", "0", "0.012345", "5"};
  CHECK(sorted(number_key, "N",
               {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "-0.09", "999.9", "0.012345", "-999.9"}) ==
        numbers);
}

TEST_CASE("a parallel scan's segments are equal parts of the hash's values") {
  const auto segment_of = [](const KeyDefinition& definition, const Json& item, std::int64_t total) {
    const std::string key = item_key(definition, item);
    std::int64_t found = -1;
    for (std::int64_t segment = 0; segment < total; ++segment) {
      const auto [first, second] = segment_bounds(segment, total);
      if (key < first || (!second.empty() && key >= second)) continue;
      CHECK(found == -1);
      found = segment;
    }
    return found;
  };
  // Seen from the real service.
  CHECK(segment_of(text_key, v(R"({"a": {"S": "3635"}})"), 4096) == 0);
  CHECK(segment_of(text_key, v(R"({"a": {"S": "228"}})"), 4096) == 0);
  CHECK(segment_of(text_key, v(R"({"a": {"S": "1668"}})"), 4096) == 1);
  CHECK(segment_of(text_key, v(R"({"a": {"S": "3435"}})"), 4096) == 4);
  CHECK(segment_of(number_key, v(R"({"a": {"N": "251"}})"), 4096) == 1);
  CHECK(segment_of(number_key, v(R"({"a": {"N": "2388"}})"), 4096) == 4095);
  for (const std::int64_t total : {1, 3, 7, 1'000'000}) {
    CHECK(segment_bounds(0, total).first.empty());
    CHECK(segment_bounds(total - 1, total).second.empty());
    if (total > 1) CHECK(segment_bounds(0, total).second == segment_bounds(1, total).first);
  }
}

TEST_CASE("range attributes sort within their hash attribute, whatever they hold") {
  const auto key = [](const Json& hash, const Json& range) {
    return item_key(compound_key, {{"a", {{"S", hash}}}, {"b", {{"S", range}}}});
  };
  const Names ascending{"",
                        std::string(1, '\0'),
                        std::string("\0\0", 2),
                        std::string("\0a", 2),
                        std::string("\0\x7f", 2),
                        "\x01",
                        "A",
                        "Aa",
                        std::string("a\0", 2),
                        std::string("a\0b", 3),
                        "aa",
                        "ab",
                        "b",
                        "ä",
                        "日本"};
  for (std::size_t i = 1; i < ascending.size(); ++i) {
    CHECK(key("x", ascending[i - 1]) < key("x", ascending[i]));
    CHECK(key(ascending[i - 1], "x") != key(ascending[i], "x"));
  }
  // No hash attribute's keys get in between another's, and where one attribute ends is never in doubt.
  CHECK(key("x", "yz") != key("xy", "z"));
  const std::string partition = partition_key(compound_key, v(R"({"a": {"S": "x"}})"));
  CHECK(key("x", "").starts_with(partition));
  CHECK_FALSE(key("xa", "").starts_with(partition));
  std::string begins = partition;
  append_key_prefix(begins, 'S', v(R"({"S": "a"})"));
  CHECK(key("x", "ab").starts_with(begins));
  CHECK_FALSE(key("x", "b").starts_with(begins));
  std::string equals = partition;
  append_key_value(equals, 'S', v(R"({"S": "ab"})"));
  CHECK(key("x", "ab") == equals);

  const auto number = [](const char* text) {
    std::string bytes;
    append_key_value(bytes, 'N', {{"N", text}});
    return bytes;
  };
  CHECK(number("-10") < number("-9.5"));
  CHECK(number("-1") < number("0"));
  CHECK(number("0") < number("0.001"));
  CHECK(number("2") < number("10"));
  std::string low, high;
  append_key_value(low, 'B', v(R"({"B": "AQ=="})"));
  append_key_value(high, 'B', v(R"({"B": "/w=="})"));
  CHECK(low < high);
}

TEST_CASE("entries of a global index with the same key come in the order of the hash of their items' keys") {
  // Seen from the real service.
  IndexDefinition index;
  index.global = true;
  index.key = {{{"c", 'S'}}, {}};
  std::vector<std::pair<std::string, std::string>> items{{"a", "a"}, {"b", "b"}, {"c", "d"},
                                                         {"c", "e"}, {"d", "a"}, {"e", "a"}};
  const auto entry = [&](const auto& item) {
    return *entry_key(index, compound_key,
                      {{"a", {{"S", item.first}}}, {"b", {{"S", item.second}}}, {"c", {{"S", "x"}}}});
  };
  std::sort(items.begin(), items.end(), [&](const auto& x, const auto& y) { return entry(x) < entry(y); });
  const decltype(items) expected{{"b", "b"}, {"a", "a"}, {"c", "e"}, {"e", "a"}, {"d", "a"}, {"c", "d"}};
  CHECK(items == expected);
  CHECK(entry(items[0]).ends_with(item_key(compound_key, v(R"({"a": {"S": "b"}, "b": {"S": "b"}})"))));
}

TEST_CASE("an index shows only the items that have all its key attributes, of their types") {
  IndexDefinition index;
  index.key = {{{"a", 'S'}}, {{"n", 'N'}}};
  CHECK(entry_key(index, compound_key, v(R"({"a": {"S": "1"}, "b": {"S": "1"}, "n": {"N": "1"}})")));
  CHECK_FALSE(entry_key(index, compound_key, v(R"({"a": {"S": "1"}, "b": {"S": "1"}})")));
  CHECK_FALSE(entry_key(index, compound_key, v(R"({"a": {"S": "1"}, "b": {"S": "1"}, "n": {"S": "1"}})")));
}

TEST_CASE("a key is checked against the table, in the service's words") {
  // Seen from the real service.
  const auto refusal = [](const KeyDefinition& definition, const Json& key) {
    return message_of([&] { check_key(definition, key); });
  };
  const std::string mismatch = "The provided key element does not match the schema";
  for (const char* key : {"{}", R"({"b": {"S": "a"}})", R"({"a": {"S": "a"}, "b": {"S": "a"}})",
                          R"({"a": {"N": "1"}})", R"({"a": {"NULL": true}})", R"({"a": {"L": []}})"}) {
    CHECK(refusal(text_key, v(key)) == mismatch);
  }
  CHECK(refusal(compound_key, v(R"({"a": {"S": "a"}})")) == mismatch);
  CHECK(refusal(text_key, v(R"({"a": {"S": ""}})")) ==
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
        "empty string "
        "value. Key: a");
  CHECK(refusal({{{"a", 'S'}}, {{"b", 'B'}}}, v(R"({"a": {"S": "a"}, "b": {"B": ""}})")) ==
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
        "empty binary "
        "value. Key: b");
  CHECK(refusal(text_key, {{"a", {{"S", std::string(2048, 'a')}}}}) == "");
  CHECK(refusal(text_key, {{"a", {{"S", std::string(2049, 'a')}}}}) ==
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit "
        "of2048 bytes");
  CHECK(refusal(compound_key, {{"a", {{"S", "a"}}}, {"b", {{"S", std::string(1025, 'a')}}}}) ==
        "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size "
        "limit of 1024 bytes");
}

TEST_CASE("an item's keys are checked against the table and its indexes, in the service's words") {
  // Seen from the real service.
  const auto refusal = [](const Json& item) {
    return message_of([&] { check_item_key(compound_key, item); });
  };
  CHECK(refusal(v("{}")) == "One or more parameter values were invalid: Missing the key a in the item");
  CHECK(refusal(v(R"({"a": {"S": "a"}})")) ==
        "One or more parameter values were invalid: Missing the key b in the item");
  CHECK(refusal(v(R"({"a": {"SS": ["a"]}, "b": {"S": "b"}})")) ==
        "One or more parameter values were invalid: Type mismatch for key a expected: S actual: SS");
  CHECK(refusal(v(R"({"a": {"S": ""}, "b": {"S": "b"}})")) ==
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain "
        "an empty string "
        "value. Key: a");
  CHECK(refusal(v(R"({"a": {"S": "a"}, "b": {"S": "b"}, "c": {"S": ""}})")) == "");
  IndexDefinition index;
  index.name = "index1";
  index.key = {{{"c", 'S'}}, {}};
  const auto index_refusal = [&](const Json& item) {
    return message_of([&] { check_index_key(index, item); });
  };
  CHECK(index_refusal(v(R"({"c": {"N": "1"}})")) ==
        "One or more parameter values were invalid: Type mismatch for Index Key c Expected: S Actual: N "
        "IndexName: index1");
  CHECK(index_refusal(v(R"({"c": {"S": ""}})")) ==
        "One or more parameter values are not valid. A value specified for a secondary index key is not "
        "supported. The "
        "AttributeValue for a key attribute cannot contain an empty string value. IndexName: index1, "
        "IndexKey: c");
  CHECK(index_refusal(v("{}")) == "");
}

TEST_CASE("the key of an item in an index is both keys") {
  const KeyDefinition index{{{"c", 'S'}}, {}};
  const Json item = v(R"({"a": {"S": "1"}, "b": {"S": "2"}, "c": {"S": "3"}, "d": {"S": "4"}})");
  CHECK(key_of(item, compound_key) == v(R"({"a": {"S": "1"}, "b": {"S": "2"}})"));
  CHECK(key_of(item, compound_key, &index) == v(R"({"a": {"S": "1"}, "b": {"S": "2"}, "c": {"S": "3"}})"));
}

}  // namespace
}  // namespace cloche::dynamodb
