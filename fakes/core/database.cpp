#include "fakes/core/database.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include <cstring>
#include <utility>

#include "fakes/core/fault.h"

namespace cloche {

// A statement that is kept. `lent` is true while a Statement has it.
struct Statement::Kept {
  std::string sql;
  sqlite3_stmt* statement = nullptr;
  bool lent = false;
  ~Kept() { sqlite3_finalize(statement); }
};

namespace {

sqlite3* open_handle(const char* path) {
  // Counting the memory that is in use would take a lock for each allocation.
  [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3* handle = nullptr;
  const int result = sqlite3_open_v2(
      path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (result != SQLITE_OK) {
    const std::string why = handle != nullptr ? sqlite3_errmsg(handle) : "out of memory";
    sqlite3_close(handle);
    fail("cannot open the database {}: {}", path, why);
  }
  sqlite3_extended_result_codes(handle, 1);
  return handle;
}

}  // namespace

Statement::Statement(Database& database, sqlite3_stmt* statement, std::string_view sql, Kept* kept)
    : database_(&database), statement_(statement), sql_(sql), kept_(kept) {}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      statement_(std::exchange(other.statement_, nullptr)),
      sql_(other.sql_),
      next_parameter_(other.next_parameter_),
      kept_(other.kept_) {}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  if (kept_ == nullptr) {
    sqlite3_finalize(statement_);
    return;
  }
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  kept_->lent = false;
}

Statement& Statement::bind(std::int64_t value) {
  if (sqlite3_bind_int64(statement_, next_parameter_++, value) != SQLITE_OK) database_->raise(sql_);
  return *this;
}

Statement& Statement::bind(double value) {
  if (sqlite3_bind_double(statement_, next_parameter_++, value) != SQLITE_OK) database_->raise(sql_);
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  const char* data = text.data() != nullptr ? text.data() : "";
  if (sqlite3_bind_text64(statement_, next_parameter_++, data, text.size(), SQLITE_STATIC, SQLITE_UTF8) !=
      SQLITE_OK) {
    database_->raise(sql_);
  }
  return *this;
}

Statement& Statement::bind(Blob blob) {
  const std::string_view bytes = blob.bytes;
  const char* data = bytes.data() != nullptr ? bytes.data() : "";
  if (sqlite3_bind_blob64(statement_, next_parameter_++, data, bytes.size(), SQLITE_STATIC) != SQLITE_OK)
    database_->raise(sql_);
  return *this;
}

Statement& Statement::bind_null() {
  if (sqlite3_bind_null(statement_, next_parameter_++) != SQLITE_OK) database_->raise(sql_);
  return *this;
}

bool Statement::step() {
  if (!database_->writing_ && database_->in_unit_ && sqlite3_stmt_readonly(statement_) == 0)
    database_->start_writing();
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) database_->raise(sql_);
  return false;
}

std::int64_t Statement::run() {
  while (step()) {
  }
  return sqlite3_changes64(database_->handle_);
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }
bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::string_view Statement::text(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return data != nullptr ? std::string_view(data, size) : std::string_view();
}

std::optional<std::int64_t> Statement::optional_integer(int column) const {
  return is_null(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<std::string> Statement::optional_string(int column) const {
  return is_null(column) ? std::nullopt : std::optional(string(column));
}

void Statement::reset() {
  sqlite3_reset(statement_);
  next_parameter_ = 1;
}

Database::Database(sqlite3* handle) : handle_(handle) {}

Database::Database(Database&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)),
      statements_(std::move(other.statements_)),
      in_unit_(other.in_unit_),
      writing_(other.writing_) {}

Database::~Database() {
  statements_.clear();
  sqlite3_close(handle_);
}

Database Database::in_memory() {
  Database database(open_handle(":memory:"));
  database.execute(
      "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; PRAGMA "
      "secure_delete=OFF;");
  return database;
}

Database Database::open(const std::string& path) {
  Database database(open_handle(path.c_str()));
  database.execute(
      "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA "
      "temp_store=MEMORY; PRAGMA secure_delete=OFF;");
  return database;
}

Database Database::restore(std::string_view snapshot) {
  // The image is copied into an ordinary in-memory database: that one is faster to use than the image itself.
  Database image(open_handle(":memory:"));
  auto* bytes = static_cast<unsigned char*>(sqlite3_malloc64(snapshot.size()));
  if (bytes == nullptr) fail("no memory for a snapshot of {} bytes", snapshot.size());
  std::memcpy(bytes, snapshot.data(), snapshot.size());
  // One that was taken of a file says that it has a write-ahead log, which an image in memory can't have: the
  // versions to write and to read it are made 1 (SQLite, sqlite3_deserialize).
  constexpr std::size_t versions = 18;
  if (snapshot.size() > versions + 1) bytes[versions] = bytes[versions + 1] = 1;
  const auto size = static_cast<sqlite3_int64>(snapshot.size());
  const int result =
      sqlite3_deserialize(image.handle_, "main", bytes, size, size, SQLITE_DESERIALIZE_FREEONCLOSE);
  if (result != SQLITE_OK) image.raise("reading a snapshot");
  return image.fork();
}

Statement Database::prepare(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    auto kept = std::make_unique<Statement::Kept>();
    kept->sql = std::string(sql);
    if (sqlite3_prepare_v3(handle_, kept->sql.c_str(), static_cast<int>(kept->sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &kept->statement, nullptr) != SQLITE_OK) {
      raise(sql);
    }
    const std::string_view key = kept->sql;
    found = statements_.emplace(key, std::move(kept)).first;
  }
  Statement::Kept& prepared = *found->second;
  if (!prepared.lent) {
    prepared.lent = true;
    return {*this, prepared.statement, found->first, &prepared};
  }
  sqlite3_stmt* second = nullptr;
  if (sqlite3_prepare_v2(handle_, prepared.sql.c_str(), static_cast<int>(prepared.sql.size()), &second,
                         nullptr) != SQLITE_OK) {
    raise(sql);
  }
  return {*this, second, found->first, nullptr};
}

void Database::execute(std::string_view sql) {
  if (in_unit_ && !writing_) start_writing();
  const std::string text(sql);
  if (sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) raise(sql);
}

std::int64_t Database::last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }

void Database::begin() {
  if (in_unit_) fail("a unit of work inside another");
  in_unit_ = true;
  writing_ = false;
}

void Database::start_writing() {
  writing_ = true;
  if (Statement begin = prepare("BEGIN IMMEDIATE"); sqlite3_step(begin.statement_) != SQLITE_DONE) {
    writing_ = false;
    raise("BEGIN IMMEDIATE");
  }
}

bool Database::commit() {
  in_unit_ = false;
  if (!writing_) return false;
  if (Statement commit = prepare("COMMIT"); sqlite3_step(commit.statement_) != SQLITE_DONE) raise("COMMIT");
  writing_ = false;
  return true;
}

void Database::roll_back() noexcept {
  in_unit_ = false;
  if (!writing_) return;
  writing_ = false;
  // SQLite may have rolled back by itself (a full disk); then there is nothing left to do.
  if (sqlite3_get_autocommit(handle_) == 0) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void Database::migrate(std::string_view service, std::span<const std::string_view> steps) {
  execute(
      "CREATE TABLE IF NOT EXISTS core_schema (service TEXT PRIMARY KEY, steps INTEGER NOT NULL) WITHOUT "
      "ROWID");
  std::int64_t done = 0;
  if (Statement row = query("SELECT steps FROM core_schema WHERE service = ?1", service); row.step())
    done = row.integer(0);
  const auto wanted = static_cast<std::int64_t>(steps.size());
  if (done > wanted) {
    fail("the data of {} is from a newer version of Cloche (schema {}; this one knows {})", service, done,
         wanted);
  }
  for (auto step = done; step < wanted; ++step) execute(steps[static_cast<std::size_t>(step)]);
  if (done < wanted) run("INSERT OR REPLACE INTO core_schema VALUES (?1, ?2)", service, wanted);
}

std::string Database::snapshot() {
  sqlite3_int64 size = 0;
  unsigned char* bytes = sqlite3_serialize(handle_, "main", &size, 0);
  if (bytes == nullptr) fail("no memory for a snapshot of {} bytes", size);
  std::string image(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  sqlite3_free(bytes);
  return image;
}

Database Database::fork() {
  Database copy = in_memory();
  copy.copy_from(*this);
  return copy;
}

void Database::copy_from(Database& source) {
  sqlite3_backup* backup = sqlite3_backup_init(handle_, "main", source.handle_, "main");
  if (backup == nullptr) raise("copying a database");
  const int stepped = sqlite3_backup_step(backup, -1);
  const int finished = sqlite3_backup_finish(backup);
  if (stepped != SQLITE_DONE || finished != SQLITE_OK) raise("copying a database");
}

void Database::forget_statements() {
  std::erase_if(statements_, [](const auto& entry) { return !entry.second->lent; });
}

void Database::raise(std::string_view doing) const {
  fail("SQLite: {} ({}), in: {}", sqlite3_errmsg(handle_), sqlite3_extended_errcode(handle_), doing);
}

}  // namespace cloche
