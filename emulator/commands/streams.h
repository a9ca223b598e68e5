#pragma once
// What the process prints, where nobody can take it: a disk that is full, a terminal that is gone, a stream
// that is closed.

namespace cloche::commands {

/// From here on a line on stderr that can't be written is lost, and nothing else happens. fmt::print would
/// throw, in the middle of the request that there was something to say about, or on a thread where nobody
/// catches.
void let_stderr_fail();

/// Writes what is still to be written to stdout; false where that, or something before it, could not be
/// written.
bool finish_stdout();

}  // namespace cloche::commands
