#include "fakes/wire/xml_writer.h"

#include <fmt/core.h>

#include "fakes/core/fault.h"

namespace cloche::wire {

namespace {

// What XML 1.0 has no way to write, most control characters and U+FFFE and U+FFFF, leaves as U+FFFD: a reader
// refuses the whole document for one of them. Line ends and tabs that a parser would normalise leave as
// references where it would.
constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool is_beyond(std::string_view rest) {
  return rest.starts_with("\xEF\xBF\xBE") || rest.starts_with("\xEF\xBF\xBF");
}

void escape(std::string& out, std::string_view text, bool in_attribute) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_space = c == '\n' || c == '\t' || c == '\r';
        if (byte < 0x20 && !is_space) {
          out += replacement;
        } else if (byte == 0xEF && is_beyond(text.substr(at))) {
          out += replacement;
          at += 2;
        } else if (byte == 0x7F || c == '\r' || (is_space && in_attribute)) {
          out += fmt::format("&#x{:X};", byte);
        } else {
          out += c;
        }
      }
    }
  }
}

}  // namespace

void XmlWriter::declaration() { out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"; }

void XmlWriter::end_tag() {
  if (in_tag_) out_ += '>';
  in_tag_ = false;
}

void XmlWriter::open(std::string_view name) {
  end_tag();
  out_ += '<';
  out_ += name;
  open_.emplace_back(name);
  in_tag_ = true;
}

void XmlWriter::attribute(std::string_view name, std::string_view value) {
  if (!in_tag_) fail("attribute {} after its element's content", name);
  out_ += ' ';
  out_ += name;
  out_ += "=\"";
  escape(out_, value, true);
  out_ += '"';
}

void XmlWriter::text(std::string_view text) {
  if (text.empty()) return;
  end_tag();
  escape(out_, text, false);
}

void XmlWriter::close() {
  if (open_.empty()) fail("no element is open");
  if (in_tag_) {
    out_ += "/>";
    in_tag_ = false;
  } else {
    out_ += "</";
    out_ += open_.back();
    out_ += '>';
  }
  open_.pop_back();
}

void XmlWriter::element(std::string_view name, std::string_view content) {
  open(name);
  text(content);
  close();
}

std::string XmlWriter::take() {
  if (!open_.empty()) fail("element {} is open", open_.back());
  return std::move(out_);
}

}  // namespace cloche::wire
