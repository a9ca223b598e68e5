#include "fakes/logs/filter_regex.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "fakes/logs/filter_lexer.h"

namespace cloche::logs {

namespace {

constexpr std::size_t max_atoms = 4096;  // after {n,m} is written out
constexpr std::string_view other_characters = ":_#=@/;,- ";

using Bytes = std::bitset<256>;

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

Bytes range(unsigned char from, unsigned char to) {
  Bytes bytes;
  for (std::size_t c = from; c <= to; ++c) bytes.set(c);
  return bytes;
}

Bytes one(char c) { return range(static_cast<unsigned char>(c), static_cast<unsigned char>(c)); }

/// \d, \w, \s and their opposites; nullopt: no class.
std::optional<Bytes> class_of(char letter) {
  Bytes bytes;
  switch (letter) {
    case 'd':
    case 'D':
      bytes = range('0', '9');
      break;
    case 'w':
    case 'W':
      bytes = range('0', '9') | range('a', 'z') | range('A', 'Z') | one('_');
      break;
    case 's':
    case 'S':
      bytes = one(' ') | range('\t', '\r');
      break;
    default:
      return std::nullopt;
  }
  return letter >= 'a' ? bytes : ~bytes;
}

}  // namespace

class RegexParser {
 public:
  explicit RegexParser(std::string_view text) : text_(text) {}

  FilterRegex parse() {
    FilterRegex regex;
    do {
      regex.alternatives_.push_back(alternative());
    } while (take('|'));
    return regex;
  }

 private:
  bool done() const { return at_ == text_.size(); }
  bool take(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  char next() {
    if (done()) throw invalid_filter_pattern();
    return text_[at_++];
  }

  FilterRegex::Alternative alternative() {
    FilterRegex::Alternative alternative;
    alternative.at_start = take('^');
    while (!done() && text_[at_] != '|') {
      if (take('$')) {
        if (!done() && text_[at_] != '|') throw invalid_filter_pattern();
        alternative.at_end = true;
        break;
      }
      FilterRegex::Atom atom;
      atom.bytes = character();
      add(alternative.atoms, atom);
    }
    return alternative;
  }

  // A character or class, with what a quantifier after it makes of it.
  void add(std::vector<FilterRegex::Atom>& atoms, FilterRegex::Atom atom) {
    std::size_t least = 1;
    std::optional<std::size_t> most = 1;
    if (take('*')) {
      least = 0;
      most.reset();
    } else if (take('+')) {
      most.reset();
    } else if (take('?')) {
      least = 0;
    } else if (take('{')) {
      least = number();
      most = least;
      if (take(',')) most = !done() && text_[at_] == '}' ? std::nullopt : std::optional(number());
      if (!take('}') || (most && *most < least)) throw invalid_filter_pattern();
    }
    if (atoms.size() + std::max(least, most.value_or(0)) + 1 > max_atoms) throw invalid_filter_pattern();
    atoms.insert(atoms.end(), least, atom);
    if (most) {
      atom.optional = true;
      atoms.insert(atoms.end(), *most - least, atom);
    } else if (least == 0) {
      atom.optional = atom.repeated = true;
      atoms.push_back(atom);
    } else {
      atoms.back().repeated = true;
    }
  }

  std::size_t number() {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (error != std::errc() || value > max_atoms) throw invalid_filter_pattern();
    at_ = static_cast<std::size_t>(end - text_.data());
    return value;
  }

  Bytes character() {
    const char c = next();
    if (c == '\\') return escaped();
    if (c == '[') return character_class();
    if (c == '.') return ~Bytes{};
    if (is_alphanumeric(c) || other_characters.find(c) != std::string_view::npos) return one(c);
    throw invalid_characters(std::string_view(&c, 1));
  }

  Bytes escaped() {
    const char c = next();
    if (const auto bytes = class_of(c)) return *bytes;
    return one(escaped_character(c));
  }
  // \xhh, \t and so on, or the character itself.
  char escaped_character(char c) {
    if (c == 't') return '\t';
    if (c == 'n') return '\n';
    if (c == 'r') return '\r';
    if (c != 'x') return c;
    unsigned value = 0;
    if (text_.size() - at_ < 2) throw invalid_filter_pattern();
    const char* const digits = text_.data() + at_;
    if (std::from_chars(digits, digits + 2, value, 16).ptr != digits + 2) throw invalid_filter_pattern();
    at_ += 2;
    return static_cast<char>(value);
  }

  Bytes character_class() {
    const bool negated = take('^');
    Bytes bytes;
    for (bool first = true; first || !take(']'); first = false) {
      char from = next();
      if (from == '\\') {
        from = next();
        if (const auto some = class_of(from)) {
          bytes |= *some;
          continue;
        }
        from = escaped_character(from);
      }
      char to = from;
      if (at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']') {
        ++at_;
        to = next();
        if (to == '\\') to = escaped_character(next());
      }
      if (static_cast<unsigned char>(to) < static_cast<unsigned char>(from)) throw invalid_filter_pattern();
      bytes |= range(static_cast<unsigned char>(from), static_cast<unsigned char>(to));
    }
    return negated ? ~bytes : bytes;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

FilterRegex FilterRegex::parse(std::string_view text) {
  if (text.empty()) throw invalid_filter_pattern();
  return RegexParser(text).parse();
}

bool FilterRegex::found_in(std::string_view text) const {
  return std::ranges::any_of(alternatives_,
                             [&](const auto& alternative) { return found(alternative, text); });
}

// Steps through the text with the set of places in the alternative at which a match may be: place i is before
// atom i, the last is its end.
bool FilterRegex::found(const Alternative& alternative, std::string_view text) {
  const auto& atoms = alternative.atoms;
  std::vector<bool> places(atoms.size() + 1);
  std::vector<bool> next_places(atoms.size() + 1);
  const auto reach = [&](std::vector<bool>& set, std::size_t place) {
    for (set[place] = true; place < atoms.size() && atoms[place].optional; ++place) set[place + 1] = true;
  };
  for (std::size_t at = 0;; ++at) {
    if (at == 0 || !alternative.at_start) reach(places, 0);
    if (places.back() && (!alternative.at_end || at == text.size())) return true;
    if (at == text.size()) return false;
    const auto byte = static_cast<unsigned char>(text[at]);
    std::fill(next_places.begin(), next_places.end(), false);
    for (std::size_t place = 0; place < atoms.size(); ++place) {
      if (!places[place] || !atoms[place].bytes[byte]) continue;
      reach(next_places, place + 1);
      // Having come once it may come again, or be left.
      if (atoms[place].repeated) next_places[place] = true;
    }
    places.swap(next_places);
  }
}

}  // namespace cloche::logs
