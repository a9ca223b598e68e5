#pragma once
// One SQLite connection. Not thread-safe: an account's lock guards it. Statements are prepared once and kept
// by their text; a Statement borrows one and gives it back, reset, when it goes out of scope.
//
// Transactions are lazy: begin() only says that a unit of work starts; the first statement that writes opens
// SQLite's transaction. So reading costs no BEGIN and COMMIT, and one unit of work is still all or nothing.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace cloche {

class Database;

/// Bytes to be bound as a BLOB; SQLite never finds a TEXT equal to one.
struct Blob {
  std::string_view bytes;
};

class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  /// Binds the next parameter. Text and bytes are borrowed: they must outlive the statement's execution.
  Statement& bind(std::int64_t value);
  Statement& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
  Statement& bind(bool value) { return bind(static_cast<std::int64_t>(value)); }
  Statement& bind(double value);
  Statement& bind(std::string_view text);
  Statement& bind(const char* text) { return bind(std::string_view(text)); }
  Statement& bind(const std::string& text) { return bind(std::string_view(text)); }
  Statement& bind(Blob blob);
  Statement& bind_null();
  template <class T>
  Statement& bind(const std::optional<T>& value) {
    return value ? bind(*value) : bind_null();
  }

  /// Steps to the next row; false when there is none. Columns are valid until the next step.
  bool step();
  /// Runs a statement to its end; returns the number of rows it changed.
  std::int64_t run();

  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;  // also of a blob
  std::string string(int column) const { return std::string(text(column)); }
  bool is_null(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;
  std::optional<std::string> optional_string(int column) const;

  /// Makes it ready to be bound and stepped again.
  void reset();

 private:
  friend class Database;
  struct Kept;  // a statement that the database keeps
  Statement(Database& database, sqlite3_stmt* statement, std::string_view sql, Kept* kept);
  Database* database_;
  sqlite3_stmt* statement_;
  std::string_view sql_;
  int next_parameter_ = 1;
  Kept* kept_;  // nullptr: a second borrower of the same text got a statement of its own
};

class Database {
 public:
  static Database in_memory();
  /// Opens or makes the file. A commit survives the end of the process, however it ends (WAL,
  /// synchronous=NORMAL).
  static Database open(const std::string& path);
  /// An in-memory database with the content of a snapshot.
  static Database restore(std::string_view snapshot);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) = delete;
  ~Database();

  /// Borrows the statement for `sql`, preparing it if this is its first use.
  Statement prepare(std::string_view sql);
  /// Prepares and binds in one: `db.query("... ?1 ...", name)`.
  template <class... Values>
  Statement query(std::string_view sql, const Values&... values) {
    Statement statement = prepare(sql);
    (statement.bind(values), ...);
    return statement;
  }
  /// Runs a statement to its end; returns the number of rows it changed.
  template <class... Values>
  std::int64_t run(std::string_view sql, const Values&... values) {
    return query(sql, values...).run();
  }
  /// Runs one or more statements without parameters (a schema).
  void execute(std::string_view sql);
  std::int64_t last_insert_id() const;

  void begin();
  /// Commits what the unit of work wrote; false if it wrote nothing.
  bool commit();
  void roll_back() noexcept;
  /// Whether the current unit of work has written.
  bool has_written() const { return writing_; }

  /// Brings the tables of `service` to the last of `steps`, running those that were not run yet. A step is
  /// SQL.
  void migrate(std::string_view service, std::span<const std::string_view> steps);

  /// The whole database as bytes (sqlite3_serialize).
  std::string snapshot();
  /// A copy, in memory, without going through bytes.
  Database fork();
  /// Becomes a copy of `source`, in the file or memory where it is; no unit of work may be open.
  void copy_from(Database& source);
  /// Forgets the prepared statements (after tables were dropped at run time, to bound their number).
  void forget_statements();

 private:
  friend class Statement;
  explicit Database(sqlite3* handle);
  [[noreturn]] void raise(std::string_view doing) const;
  void start_writing();

  sqlite3* handle_;
  std::unordered_map<std::string_view, std::unique_ptr<Statement::Kept>>
      statements_;  // the key is the text in Kept
  bool in_unit_ = false;
  bool writing_ = false;
};

}  // namespace cloche
