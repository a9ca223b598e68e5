#include "fakes/wire/xml_shape.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"
#include "fakes/wire/runtime_model.h"
#include "fakes/wire/scalar_text.h"

namespace cloche::wire {

using namespace std::string_literals;

namespace {

// Parts as S3 has them.
const Json shapes = R"({
  "Root": {"type": "structure", "members": {
    "Text": {"shape": "S"}, "Count": {"shape": "I"}, "Grantee": {"shape": "Grantee"},
    "Flat": {"shape": "L", "flattened": true, "locationName": "Item"}, "Listed": {"shape": "L"},
    "Mapped": {"shape": "M"}, "FlatMap": {"shape": "M", "flattened": true}, "Nested": {"shape": "Root"}}},
  "Grantee": {"type": "structure", "xmlNamespace": {"prefix": "xsi", "uri": "http://www.w3.org/2001/XMLSchema-instance"}, "members": {
    "ID": {"shape": "S"}, "Type": {"shape": "S", "locationName": "xsi:type", "xmlAttribute": true}}},
  "S": {"type": "string"}, "I": {"type": "integer"},
  "L": {"type": "list", "member": {"shape": "S"}}, "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "S", "locationName": "v"}}
})"_json;

struct Fixture {
  RuntimeModel model{
      R"({"protocol": "rest-xml"})"_json, shapes,
      R"({"name": "Do", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "Root"}})"_json};

  Json read(const std::string& text) const {
    const std::string_view roots[] = {"Root"};
    return read_xml(*model.operation().input, text, roots);
  }
  std::string write(const Json& document) const {
    XmlWriter xml;
    xml.open("Root");
    write_xml_structure(xml, *model.operation().input, document);
    xml.close();
    return xml.take();
  }
};

}  // namespace

TEST_CASE_FIXTURE(
    Fixture, "attributes, namespaces, flattened lists and maps are written as S3 has them, and read back") {
  const Json document =
      R"({"Text": "a", "Grantee": {"ID": "1", "Type": "CanonicalUser"}, "Flat": ["x", "y"], "Listed": ["z"],
                            "Mapped": {"k": "1"}, "FlatMap": {"l": "2"}})"_json;
  const std::string text = write(document);
  CHECK(text ==
        "<Root><Item>x</Item><Item>y</Item><FlatMap><key>l</key><v>2</v></FlatMap>"
        "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        "xsi:type=\"CanonicalUser\"><ID>1</ID></Grantee>"
        "<Listed><member>z</member></Listed><Mapped><entry><key>k</key><v>1</v></entry></Mapped><Text>a</"
        "Text></Root>");
  CHECK(read(text) == document);
}

TEST_CASE_FIXTURE(Fixture, "characters that XML cannot hold leave as one that it can") {
  const Json document = {{"Text", std::string("\0\x1B[31m\xEF\xBF\xBE|\xEF\xBF\xBF\xC3\xA9", 15)}};
  CHECK(read(write(document)) ==
        Json{{"Text", "\xEF\xBF\xBD\xEF\xBF\xBD[31m\xEF\xBF\xBD|\xEF\xBF\xBD\xC3\xA9"}});
}

TEST_CASE_FIXTURE(Fixture, "text keeps what XML could lose: escapes, white space, carriage returns") {
  const Json document = {{"Text", " a < b & \"c\" >\r\n\t "}};
  CHECK(write(document) == "<Root><Text> a &lt; b &amp; &quot;c&quot; &gt;&#xD;\n\t </Text></Root>");
  CHECK(read(write(document)) == document);
  CHECK(read("<Root><Text>a<![CDATA[<b>]]>c</Text></Root>") == Json{{"Text", "a<b>c"}});
  CHECK(read("<Root><Text>   </Text></Root>") == Json{{"Text", "   "}});
  CHECK(read("<Root><Text/></Root>") == Json{{"Text", ""}});
  CHECK(read("<Root><Count> 5\n</Count></Root>") == Json{{"Count", 5}});
}

TEST_CASE_FIXTURE(Fixture, "prefixes, comments and unknown elements do not matter") {
  CHECK(read("<?xml version=\"1.0\"?><!-- c --><s:Root "
             "xmlns:s=\"u\"><s:Text>a</s:Text><Other><Text>b</Text></Other></s:Root>") ==
        Json{{"Text", "a"}});
}

TEST_CASE_FIXTURE(Fixture, "an empty list is an empty element, and an empty flattened one is nothing") {
  CHECK(write(R"({"Listed": [], "Flat": []})"_json) == "<Root><Listed/></Root>");
  CHECK(read("<Root><Listed/></Root>") == R"({"Listed": []})"_json);
}

TEST_CASE_FIXTURE(Fixture, "what is not the document that the model says is malformed") {
  for (const std::string text :
       {"", " ", "text", "<Root>", "<Root></Other>", "<Root/><Root/>", "<Other/>",
        "<Root><Count>x</Count></Root>", "<Root><Text><b/></Text></Root>",
        "<Root><Listed><other>a</other></Listed></Root>", "<Root><Text>a</Text><Text>b</Text></Root>",
        "<Root><Mapped><entry><key>a</key></entry></Mapped></Root>",
        "<Root><Mapped><entry><v>a</v></entry></Mapped></Root>",
        "<!DOCTYPE Root [<!ENTITY a \"b\">]><Root><Text>&a;</Text></Root>",
        "<Root><Text>\xFF</Text></Root>"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(read(text), MalformedMessage);
  }
  CHECK_THROWS_AS(read("<Root><Text>a\0b</Text></Root>"s), MalformedMessage);
}

TEST_CASE_FIXTURE(Fixture, "nesting is bounded, and neither many elements nor deep ones take long") {
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<Nested>";
  CHECK_THROWS_AS(read("<Root>" + deep + "</Root>"), MalformedMessage);
  for (int i = 0; i < 200'000; ++i) deep += "</Nested>";
  CHECK_THROWS_AS(read("<Root>" + deep + "</Root>"), MalformedMessage);
  std::string wide = "<Root>";
  for (int i = 0; i < 100'000; ++i) wide += "<Item>a</Item>";
  CHECK(read(wide + "</Root>")["Flat"].size() == 100'000);
}

TEST_CASE_FIXTURE(Fixture, "an answer that the model lacks is a fault") {
  CHECK_THROWS_AS(write(R"({"Nothing": 1})"_json), Fault);
  CHECK_THROWS_AS(write(R"({"Listed": "a"})"_json), Fault);
  CHECK_THROWS_AS(write(R"({"Flat": {}})"_json), Fault);
  CHECK_THROWS_AS(write(R"({"Grantee": "a"})"_json), Fault);
}

TEST_CASE("the writer keeps elements and attributes in order") {
  XmlWriter xml;
  xml.open("a");
  CHECK_THROWS_AS(xml.take(), Fault);
  xml.text("t");
  CHECK_THROWS_AS(xml.attribute("b", "c"), Fault);
  xml.close();
  CHECK(xml.take() == "<a>t</a>");
}

}  // namespace cloche::wire
