#include "emulator/deploy/yaml_text.h"

#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <array>
#include <map>
#include <optional>
#include <sstream>
#include <vector>

#include "emulator/deploy/plain_scalar.h"

namespace cloche::deploy {

namespace {

constexpr std::string_view standard_tag = "tag:yaml.org,2002:";

/// The functions that have a short form: CloudFormation's, those of rules, and those of
/// AWS::LanguageExtensions.
constexpr std::array<std::string_view, 27> short_forms = {
    "And",          "Base64",      "Cidr",      "Condition", "Contains", "EachMemberEquals",
    "EachMemberIn", "Equals",      "FindInMap", "ForEach",   "GetAZs",   "GetAtt",
    "If",           "ImportValue", "Join",      "Length",    "Not",      "Or",
    "Ref",          "RefAll",      "Select",    "Split",     "Sub",      "ToJsonString",
    "Transform",    "ValueOf",     "ValueOfAll"};

Position position_of(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

/// Puts the document together from the parser's events.
class YamlBuilder : public YAML::EventHandler {
 public:
  explicit YamlBuilder(Aliases aliases) : aliases_(aliases) {}

  SourceDocument take() {
    if (!result_) throw SourceError{{}, "Template format error: unsupported structure.", "an object"};
    return std::move(*result_);
  }

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    scalar(position_of(mark), "?", anchor, "", true);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    scalar(position_of(mark), tag, anchor, value, false);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const Position at = position_of(mark);
    if (aliases_ == Aliases::refused) {
      throw SourceError{at, "Template error: YAML aliases are not allowed in CloudFormation templates",
                        "the value itself"};
    }
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      refuse(at, "an alias stands within what it refers to", "a document without cycles");
    count(found->second.parts, at);
    if (wants_key()) {
      if (!found->second.value.is_string()) refuse(at, "a key is not text", "text");
      take_key(at, found->second.value.get<std::string>(), false);
    } else {
      add(found->second, at);
    }
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    start(position_of(mark), tag, anchor, false);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    start(position_of(mark), tag, anchor, true);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapEnd() override { end(); }

 private:
  struct Key {
    std::string text;
    Position at;
    bool merge = false;  // <<
  };
  struct Frame {
    bool map;
    std::string tag;
    YAML::anchor_t anchor;
    Json value;
    std::shared_ptr<Place> place;
    std::size_t parts = 1;
    std::optional<Key> key;
    std::vector<SourceDocument> merged;
  };

  [[noreturn]] static void refuse(Position at, const std::string& what, const std::string& expected) {
    throw SourceError{at, "Template format error: YAML not well-formed: " + what, expected};
  }

  void count(std::size_t parts, Position at) {
    parts_ += parts;
    if (parts_ > max_template_parts)
      refuse(at, "too many values", fmt::format("at most {}", max_template_parts));
  }

  bool wants_key() const { return !frames_.empty() && frames_.back().map && !frames_.back().key; }

  void start(Position at, const std::string& tag, YAML::anchor_t anchor, bool map) {
    if (wants_key()) refuse(at, "a key is not text", "text");
    if (frames_.size() >= max_template_depth) refuse(at, "nested too deeply", "fewer levels");
    count(1, at);
    auto place = std::make_shared<Place>();
    place->value = at;
    frames_.push_back({map, tag, anchor, map ? Json::object() : Json::array(), std::move(place), 1, {}, {}});
  }

  void end() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    merge(frame);
    const Position at = frame.place->value;
    finish({std::move(frame.value), std::move(frame.place), frame.parts}, frame.tag, frame.anchor, at);
  }

  /// What is named in the map itself wins, then what was merged first.
  static void merge(Frame& frame) {
    for (SourceDocument& other : frame.merged) {
      for (auto& [name, member] : other.value.items()) {
        if (!frame.value.emplace(name, member).second) continue;
        frame.place->parts.emplace(name, other.place->parts.find(name)->second);
      }
      frame.parts += other.parts;
    }
  }

  void scalar(Position at, const std::string& tag, YAML::anchor_t anchor, const std::string& text,
              bool null) {
    if (wants_key()) {
      if (anchor != YAML::NullAnchor) {
        remember(anchor, {text, std::make_shared<Place>(Place{at, {}})});
      }
      // Assumed: to CloudFormation it is a key as others.
      const bool merge = aliases_ == Aliases::followed && text == "<<" && tag == "?";
      take_key(at, null ? "null" : text, merge);
      return;
    }
    count(1, at);
    finish({scalar_value(at, tag, text, null), std::make_shared<Place>(Place{at, {}})}, tag, anchor, at);
  }

  static Json scalar_value(Position at, const std::string& tag, const std::string& text, bool null) {
    if (null) return nullptr;
    if (tag == "?") return plain_scalar(text);
    if (!tag.starts_with(standard_tag)) return text;  // in quotes, or of a function
    const std::string_view type = std::string_view(tag).substr(standard_tag.size());
    if (type == "str") return text;
    if (type == "int" || type == "float" || type == "bool" || type == "null") return plain_scalar(text);
    refuse(at, fmt::format("the tag !!{} is not supported", type),
           "one of !!str, !!int, !!float, !!bool, !!null");
  }

  void take_key(Position at, std::string text, bool merge) {
    Frame& frame = frames_.back();
    if (!merge && frame.value.contains(text)) {
      throw SourceError{at, fmt::format("Template format error: duplicate key '{}'", text), "each key once"};
    }
    frame.key = Key{std::move(text), at, merge};
  }

  void finish(SourceDocument document, const std::string& tag, YAML::anchor_t anchor, Position at) {
    if (tag.size() > 1 && tag[0] == '!') document = long_form(std::move(document), tag.substr(1), at);
    if (anchor != YAML::NullAnchor) remember(anchor, document);
    add(std::move(document), at);
  }

  void remember(YAML::anchor_t anchor, SourceDocument document) {
    anchors_.insert_or_assign(anchor, std::move(document));
  }

  /// `!Sub x` as {"Fn::Sub": x}.
  static SourceDocument long_form(SourceDocument document, const std::string& name, Position at) {
    if (std::ranges::find(short_forms, std::string_view(name)) == short_forms.end()) {
      refuse(at, fmt::format("the tag !{} is unknown", name), "the short form of an intrinsic function");
    }
    if (name == "GetAtt" && document.value.is_string()) {
      const std::string text = document.value.get<std::string>();
      const std::size_t dot = text.find('.');
      document.value = dot == std::string::npos ? Json::array({text})
                                                : Json::array({text.substr(0, dot), text.substr(dot + 1)});
    }
    const std::string key = name == "Ref" || name == "Condition" ? name : "Fn::" + name;
    auto place = std::make_shared<Place>();
    place->value = at;
    place->parts.emplace(key, Place::Part{at, document.place});
    Json function = Json::object();
    function.emplace(key, std::move(document.value));
    return {std::move(function), std::move(place), document.parts + 1};
  }

  void add(SourceDocument document, Position at) {
    if (frames_.empty()) {
      result_ = std::move(document);
      return;
    }
    Frame& frame = frames_.back();
    if (!frame.map) {
      frame.parts += document.parts;
      frame.place->parts.emplace(std::to_string(frame.value.size()),
                                 Place::Part{at, std::move(document.place)});
      frame.value.push_back(std::move(document.value));
      return;
    }
    Key key = std::move(*frame.key);
    frame.key.reset();
    if (key.merge) {
      add_merged(frame, std::move(document), at);
      return;
    }
    frame.parts += document.parts;
    frame.value.emplace(key.text, std::move(document.value));
    frame.place->parts.emplace(std::move(key.text), Place::Part{key.at, std::move(document.place)});
  }

  static void add_merged(Frame& frame, SourceDocument document, Position at) {
    if (document.value.is_object()) {
      frame.merged.push_back(std::move(document));
      return;
    }
    if (!document.value.is_array())
      refuse(at, "what is merged (<<) is not a map", "a map, or a list of maps");
    for (std::size_t i = 0; i < document.value.size(); ++i) {
      if (!document.value[i].is_object()) refuse(at, "what is merged (<<) is not a map", "a list of maps");
      frame.merged.push_back(
          {std::move(document.value[i]), document.place->parts.find(std::to_string(i))->second.place});
    }
  }

  const Aliases aliases_;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, SourceDocument> anchors_;
  std::size_t parts_ = 0;
  std::optional<SourceDocument> result_;
};

/// The parser takes the end of the text for the end of a quoted scalar where the last line is blank, and so a
/// quote that is never closed takes in the rest of the template unseen. A comment after that line changes
/// nothing else.
std::string with_visible_end(std::string_view text) {
  const std::size_t last_line = text.rfind('\n') + 1;  // 0 where there is one line only
  const bool is_blank = text.find_first_not_of(" \t\r", last_line) == std::string_view::npos;
  std::string visible(text);
  if (is_blank) visible += text.ends_with('\n') ? "#" : "\n#";
  return visible;
}

}  // namespace

SourceDocument read_yaml_text(std::string_view text, Aliases aliases) {
  std::istringstream stream(with_visible_end(text));
  YamlBuilder builder(aliases);
  try {
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    if (parser) {
      // A second document, or what the first left over.
      YamlBuilder other(aliases);
      if (parser.HandleNextDocument(other)) {
        throw SourceError{
            {}, "Template format error: YAML not well-formed: more than one document", "one document"};
      }
    }
  } catch (const YAML::Exception& error) {
    const Position at = error.mark.is_null() ? Position{} : position_of(error.mark);
    throw SourceError{
        at,
        fmt::format("Template format error: YAML not well-formed. (line {}, column {})", at.line, at.column),
        fmt::format("YAML that can be read ({})", error.msg)};
  }
  return builder.take();
}

}  // namespace cloche::deploy
