#include "scenarios/engine/junit.h"

#include <fmt/core.h>

#include <algorithm>

#include "fakes/wire/utf8.h"
#include "fakes/wire/xml_writer.h"
#include "scenarios/engine/failure_text.h"

namespace cloche::scenarios {

namespace {

std::string seconds(std::chrono::milliseconds duration) {
  return fmt::format("{:.3f}", static_cast<double>(duration.count()) / 1000.0);
}

void write_case(wire::XmlWriter& xml, const Played& played) {
  xml.open("testcase");
  xml.attribute("name", played.scenario->name);
  const std::string file = wire::to_utf8(played.scenario->file);  // the name of a file is any bytes
  xml.attribute("classname", file);
  xml.attribute("file", file);
  xml.attribute("time", seconds(played.duration));
  if (played.verdict == Verdict::failed) {
    const std::string text = wire::to_utf8(failure_text(played));
    xml.open("failure");
    xml.attribute("message", text.substr(0, text.find('\n')));
    xml.text(text);
    xml.close();
  } else if (played.verdict != Verdict::held) {
    xml.open("skipped");
    xml.attribute("message", played.verdict == Verdict::skipped ? played.reason : "the replay was stopped");
    xml.close();
  }
  xml.close();
}

}  // namespace

std::string junit_xml(std::span<const Played> all, std::chrono::milliseconds duration) {
  const auto count = [&](auto is) { return std::to_string(std::ranges::count_if(all, is)); };
  wire::XmlWriter xml;
  xml.declaration();
  xml.open("testsuites");
  xml.open("testsuite");
  xml.attribute("name", "cloche replay");
  xml.attribute("tests", std::to_string(all.size()));
  xml.attribute("failures", count([](const Played& played) { return played.verdict == Verdict::failed; }));
  xml.attribute("errors", "0");
  xml.attribute("skipped", count([](const Played& played) {
                  return played.verdict == Verdict::skipped || played.verdict == Verdict::stopped;
                }));
  xml.attribute("time", seconds(duration));
  for (const Played& played : all) write_case(xml, played);
  xml.close();
  xml.close();
  return xml.take();
}

}  // namespace cloche::scenarios
