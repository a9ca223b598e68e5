// Documents into JSON; json_read.cpp is the way back.
#include <nlohmann/json.hpp>

#include "fakes/core/clock.h"
#include "fakes/core/fault.h"
#include "fakes/wire/json_shape.h"
#include "fakes/wire/json_writer.h"
#include "fakes/wire/timestamp.h"

namespace cloche::wire {

namespace {

using model::Kind;
using model::Member;
using model::Shape;
using model::TimestampFormat;

[[noreturn]] void wrong(const Shape& shape, const Json& value) {
  fail("an answer has a value of type {} where the shape {} is", value.type_name(), shape.name);
}

void write_time(const Member& member, const Json& value, std::string& out) {
  const auto millis = value.get<std::int64_t>();
  const TimestampFormat format = timestamp_format(member, TimestampFormat::unix_timestamp);
  if (format == TimestampFormat::unix_timestamp) return append_json_seconds(out, millis);
  append_json_string(out, write_timestamp(from_millis(millis), format));
}

class Writer {
 public:
  Writer(const JsonDialect& dialect, std::string& out) : dialect_(dialect), out_(out) {}

  void structure(const Shape& shape, const Json& document, bool root) {
    if (!document.is_object()) wrong(shape, document);
    out_ += '{';
    bool first = true;
    for (const auto& [name, value] : document.get_ref<const Json::object_t&>()) {
      const Member* member = shape.member(name);
      if (member == nullptr) fail("an answer has a member {} that {} lacks", name, shape.name);
      if (value.is_null() || (root && dialect_.included != nullptr && !dialect_.included(*member))) continue;
      if (!first) out_ += ',';
      first = false;
      append_json_string(out_, dialect_.location_names && !member->location_name.empty()
                                   ? member->location_name
                                   : member->name);
      out_ += ':';
      write(*member, value);
    }
    out_ += '}';
  }

  void write(const Member& member, const Json& value) {
    const Shape& shape = *member.shape;
    if (value.is_binary() && is_fragment(value)) {
      out_ += fragment_text(value);
      return;
    }
    if (shape.opaque) return append_json(out_, value);
    switch (shape.kind) {
      case Kind::structure:
        return structure(shape, value, false);
      case Kind::list:
        return list(shape, value);
      case Kind::map:
        return map(shape, value);
      case Kind::document:
        return append_json(out_, value);
      case Kind::string:
        if (!value.is_string()) wrong(shape, value);
        break;
      case Kind::boolean:
        if (!value.is_boolean()) wrong(shape, value);
        break;
      case Kind::integer:
      case Kind::long_integer:
        if (!value.is_number_integer()) wrong(shape, value);
        break;
      case Kind::float_number:
      case Kind::double_number:
        if (!value.is_number()) wrong(shape, value);
        return append_json_double(out_, value.get<double>());
      case Kind::timestamp:
        if (!value.is_number_integer()) wrong(shape, value);
        return write_time(member, value, out_);
      case Kind::blob:
        if (!value.is_binary()) wrong(shape, value);
        break;
    }
    append_json(out_, value);
  }

 private:
  void list(const Shape& shape, const Json& value) {
    if (!value.is_array()) wrong(shape, value);
    out_ += '[';
    bool first = true;
    for (const Json& element : value.get_ref<const Json::array_t&>()) {
      if (!first) out_ += ',';
      first = false;
      element_or_null(*shape.element, element);
    }
    out_ += ']';
  }

  void map(const Shape& shape, const Json& value) {
    if (!value.is_object()) wrong(shape, value);
    out_ += '{';
    bool first = true;
    for (const auto& [key, element] : value.get_ref<const Json::object_t&>()) {
      if (!first) out_ += ',';
      first = false;
      append_json_string(out_, key);
      out_ += ':';
      element_or_null(*shape.element, element);
    }
    out_ += '}';
  }

  void element_or_null(const Member& element, const Json& value) {
    if (value.is_null()) {
      out_ += "null";
    } else {
      write(element, value);
    }
  }

  const JsonDialect& dialect_;
  std::string& out_;
};

}  // namespace

void write_json_structure(const JsonDialect& dialect, const Shape& shape, const Json& document,
                          std::string& out) {
  Writer(dialect, out).structure(shape, document, true);
}

void write_json_member(const JsonDialect& dialect, const Member& member, const Json& value,
                       std::string& out) {
  Writer(dialect, out).write(member, value);
}

}  // namespace cloche::wire
