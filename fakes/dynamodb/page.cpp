#include "fakes/dynamodb/page.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/condition_evaluator.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/expression_check.h"
#include "fakes/dynamodb/key.h"
#include "fakes/wire/json_writer.h"

namespace cloche::dynamodb {

namespace {

// A page ends with the item that takes it beyond this, counted before any filter.
constexpr std::int64_t max_page_size = 1024 * 1024;

ReadMode mode_of(const wire::Structure& request) {
  return request.boolean_or("ConsistentRead", false) ? ReadMode::consistent : ReadMode::eventual;
}

// What an index shows of an item; nullopt: all of it.
std::optional<Projection> shown_by(const IndexDefinition* index, const TableDefinition& table) {
  if (index == nullptr || index->projection == ProjectionType::all) return std::nullopt;
  std::vector<std::string> names = index->projected;
  for (const auto* key : {&table.key, &index->key}) {
    for (const auto* attributes : {&key->hash, &key->range}) {
      for (const auto& attribute : *attributes) names.push_back(attribute.name);
    }
  }
  return Projection(names);
}

class PageReader {
 public:
  PageReader(Store& store, const Page& page)
      : page_(page),
        mode_(mode_of(page.request)),
        limit_(page.request.find_integer("Limit")),
        counts_only_(page.select == "COUNT"),
        shown_(page.fetches ? std::nullopt : shown_by(page.index, *page.table)),
        cursor_(page.index != nullptr ? store.entries(*page.table, *page.index, page.range)
                                      : store.items(*page.table, page.range)) {}

  Json read() {
    bool goes_on = false;
    std::string last;
    while (!goes_on && cursor_.next()) {
      take();
      goes_on = scanned_ == limit_.value_or(-1) || size_ > max_page_size;
      if (goes_on) last = cursor_.item();
    }
    Json answer = Json::object();
    answer["Count"] = count_;
    answer["ScannedCount"] = scanned_;
    if (!counts_only_) answer["Items"] = json_fragment(items_ += ']');
    if (goes_on && !page_.is_single) {
      answer["LastEvaluatedKey"] =
          key_of(Json::parse(last), page_.table->key, page_.index != nullptr ? &page_.index->key : nullptr);
    }
    if (const auto detail = capacity_detail(page_.request); detail != CapacityDetail::none) {
      answer["ConsumedCapacity"] = consumed().show(detail, page_.table_name);
    }
    return answer;
  }

 private:
  // An item of which all is wanted, and nothing has to be known, is answered as it is kept.
  void take() {
    ++scanned_;
    size_ += cursor_.size();
    const bool is_looked_into =
        page_.filter || page_.fetches || (!counts_only_ && (page_.projection || shown_));
    if (!is_looked_into) {
      ++count_;
      if (!counts_only_) next_shown() += cursor_.item();
      return;
    }
    Json item = Json::parse(cursor_.item());
    if (page_.fetches) fetched_units_ += read_units(static_cast<std::int64_t>(item_size(item)), mode_);
    if (shown_) item = shown_->apply(item);
    if (page_.filter && !holds(*page_.filter, item)) return;
    ++count_;
    if (counts_only_) return;
    if (page_.projection) item = page_.projection->apply(item);
    wire::append_json(next_shown(), item);
  }

  // Where the next item that is shown is to be written.
  std::string& next_shown() {
    if (items_.size() > 1) items_ += ',';
    return items_;
  }

  ConsumedCapacity consumed() const {
    ConsumedCapacity consumed;
    const double units = read_units(size_, mode_);
    if (page_.index != nullptr) {
      consumed.add(*page_.index, units);
      consumed.add(fetched_units_);
    } else {
      consumed.add(units);
    }
    return consumed;
  }

  const Page& page_;
  const ReadMode mode_;
  const std::optional<std::int64_t> limit_;
  const bool counts_only_;
  const std::optional<Projection> shown_;
  Cursor cursor_;

  std::string items_ = "[";  // JSON, of those that are shown
  std::int64_t count_ = 0;
  std::int64_t scanned_ = 0;
  std::int64_t size_ = 0;
  double fetched_units_ = 0;
};

}  // namespace

Page::Page(const wire::Structure& request_)
    : request(request_), table_name(request.string("TableName")), select(request.string_or("Select", "")) {}

void Page::find_place(Store& store) {
  table = &store.table_with_items(table_name);
  const std::string* const index_name = request.find_string("IndexName");
  if (index_name == nullptr) return;
  index = table->index(*index_name);
  if (index == nullptr) {
    throw validation_error(fmt::format("The table does not have the specified index: {}", *index_name));
  }
  if (index->backfilling) {
    throw validation_error(
        fmt::format("Cannot read from backfilling global secondary index: {}", *index_name));
  }
  if (index->global && request.boolean_or("ConsistentRead", false)) {
    throw validation_error("Consistent reads are not supported on global secondary indexes");
  }
}

void Page::bind_expressions(ExpressionCache& cache, ExpressionAttributes& attributes) {
  if (const std::string* text = request.find_string("FilterExpression")) {
    filter = bind_condition(cache.condition(ExpressionKind::filter, *text), attributes);
  }
  if (const std::string* text = request.find_string("ProjectionExpression")) {
    expression = bind_projection(cache.projection(*text), attributes);
    projection.emplace(*expression);
    projection_parameter = "ProjectionExpression";
  }
}

void Page::check_select() const {
  // The words of all but the last are assumed where they are not of a ProjectionExpression.
  if (projection && !select.empty() && select != "SPECIFIC_ATTRIBUTES") {
    throw validation_error(fmt::format("Cannot specify the {} when choosing to get {}", projection_parameter,
                                       select == "COUNT" ? "only the Count" : select));
  }
  if (!projection && select == "SPECIFIC_ATTRIBUTES") {
    throw validation_error(
        "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
  }
  if (select == "ALL_PROJECTED_ATTRIBUTES" && !request.has("IndexName")) {
    throw validation_error("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
  }
}

void Page::resolve_projection() {
  if (index == nullptr || index->projection == ProjectionType::all) return;
  if (select == "ALL_ATTRIBUTES") {
    if (index->global) {
      throw invalid_parameters(fmt::format(
          "Select type ALL_ATTRIBUTES is not supported for global secondary index {} because its projection "
          "type is not ALL",
          index->name));
    }
    fetches = true;
  }
  if (!projection) return;
  std::vector<std::string_view> missing;
  for (const auto attribute : projection->attributes()) {
    if (!index->projects(table->key, attribute)) missing.push_back(attribute);
  }
  if (missing.empty()) return;
  if (index->global) {  // the words are assumed
    throw invalid_parameters(fmt::format("Global secondary index {} does not project [{}]", index->name,
                                         fmt::join(missing, ", ")));
  }
  fetches = true;
}

Json read_page(Store& store, const Page& page) { return PageReader(store, page).read(); }

}  // namespace cloche::dynamodb
