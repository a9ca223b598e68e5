#include "handlers/intern_career_return/career_return.h"

#include <algorithm>
#include <set>

#include "handlers/rest/fields.h"
#include "handlers/rest/instant.h"
#include "handlers/runtime/utf8.h"

namespace handlers {

namespace {

Person read_person(const json::object& object, FieldErrors& errors) {
  Fields fields(object, "person", errors);
  Person person;
  person.name = fields.text("name", {1, 100}).value_or("");
  person.email = fields.text("email", {3, 254}).value_or("");
  if (!person.email.empty() && !is_email(person.email)) fields.error("email", "must be an e-mail address");
  person.phone = fields.text("phone", {1, 32}, Presence::optional);
  if (person.phone && !is_phone(*person.phone))
    fields.error("phone", "must be an international number like +4915112345678");
  person.city = fields.text("city", {1, 100}, Presence::optional);
  fields.nothing_else();
  return person;
}

std::vector<std::string> read_skills(Fields& fields, FieldErrors& errors) {
  const json::array* list = fields.list("skills", {0, 20}, Presence::optional);
  if (list == nullptr) return {};
  std::set<std::string> skills;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const json::string* skill = (*list)[i].if_string();
    const std::string path = "career.skills[" + std::to_string(i) + ']';
    const std::size_t size = skill == nullptr ? 0 : characters(*skill);
    if (size < 1 || size > 50) {
      errors.push_back({path, "must be a string of 1 to 50 characters"});
    } else if (!skills.emplace(*skill).second) {
      errors.push_back({path, "is there twice"});
    }
  }
  return {skills.begin(), skills.end()};
}

Career read_career(const json::object& object, FieldErrors& errors) {
  Fields fields(object, "career", errors);
  Career career;
  career.activity = fields.choice("activity", {"placement", "training", "job-search", "leave"}).value_or("");
  const bool at_company = career.activity == "placement" || career.activity == "training";
  const Presence presence = at_company ? Presence::required : Presence::optional;
  career.company = fields.text("company", {1, 100}, presence);
  career.role = fields.text("role", {1, 100}, presence);
  career.minutes = fields.whole("minutes", {0, 24 * 60}).value_or(0);
  if (career.activity == "leave" && career.minutes > 0) fields.error("minutes", "must be 0 on leave");
  career.skills = read_skills(fields, errors);
  career.summary = fields.text("summary", {1, 2000}, Presence::optional);
  fields.nothing_else();
  return career;
}

std::optional<std::string> text_of(const json::object& object, const char* name) {
  const Json* found = object.if_contains(name);
  if (found == nullptr) return std::nullopt;
  return std::string(found->as_string());
}

void put(json::object& object, const char* name, const std::optional<std::string>& value) {
  if (value) object[name] = *value;
}

json::object document_of(const Person& person) {
  json::object document{{"name", person.name}, {"email", person.email}};
  put(document, "phone", person.phone);
  put(document, "city", person.city);
  return document;
}

json::object document_of(const Career& career) {
  json::object document{{"activity", career.activity},
                        {"minutes", career.minutes},
                        {"skills", json::value_from(career.skills)}};
  put(document, "company", career.company);
  put(document, "role", career.role);
  put(document, "summary", career.summary);
  return document;
}

}  // namespace

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64) return false;
  const std::string_view domain = text.substr(at + 1);
  const bool has_dot =
      domain.find('.') != std::string_view::npos && domain.front() != '.' && domain.back() != '.';
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; };
  return has_dot && domain.find('@') == std::string_view::npos &&
         domain.find("..") == std::string_view::npos && std::ranges::all_of(text, is_plain);
}

bool is_phone(std::string_view text) {
  if (text.size() < 9 || text.size() > 16 || text[0] != '+' || text[1] == '0') return false;
  return std::ranges::all_of(text.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

CareerReturn CareerReturn::described(const std::string& intern, const std::string& date,
                                     const json::object& body) {
  FieldErrors errors;
  Fields fields(body, "", errors);
  CareerReturn made;
  made.intern = intern;
  made.date = date;
  if (const json::object* person = fields.object("person")) made.person = read_person(*person, errors);
  if (const json::object* career = fields.object("career")) made.career = read_career(*career, errors);
  fields.nothing_else();
  refuse(errors);
  return made;
}

CareerReturn CareerReturn::stored(const json::object& item) {
  CareerReturn made;
  made.intern = item.at("internId").as_string();
  made.date = item.at("date").as_string();
  const json::object& person = item.at("person").as_object();
  made.person = {.name = std::string(person.at("name").as_string()),
                 .email = std::string(person.at("email").as_string()),
                 .phone = text_of(person, "phone"),
                 .city = text_of(person, "city")};
  const json::object& career = item.at("career").as_object();
  made.career = {.activity = std::string(career.at("activity").as_string()),
                 .company = text_of(career, "company"),
                 .role = text_of(career, "role"),
                 .minutes = career.at("minutes").as_int64(),
                 .skills = value_to<std::vector<std::string>>(career.at("skills")),
                 .summary = text_of(career, "summary")};
  made.returned_at = parse_instant(item.at("returnedAt").as_string()).value();
  made.version = item.at("version").as_int64();
  made.changed_by = item.at("changedBy").as_string();
  return made;
}

json::object CareerReturn::document() const {
  return {{"internId", intern},
          {"date", date},
          {"person", document_of(person)},
          {"career", document_of(career)},
          {"returnedAt", format_instant(returned_at)},
          {"version", version}};
}

json::object CareerReturn::item() const {
  json::object item = document();
  item["changedBy"] = changed_by;
  item["activity"] = career.activity;
  put(item, "company", career.company);
  return item;
}

bool CareerReturn::says_the_same(const CareerReturn& other) const {
  return document_of(person) == document_of(other.person) && document_of(career) == document_of(other.career);
}

}  // namespace handlers
