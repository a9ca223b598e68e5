#pragma once
// A body that comes in pieces and is pulled: whoever reads asks for the next piece when it is done with the
// last one. That is the back-pressure, both ways: a request's body is not read from its socket before it is
// asked for, and a response's is not asked for before what went before is with the kernel. So 5 GiB pass
// through a few hundred KiB.
//
// Threads: read() may be called from any thread; the reader is called once, then or later, on any thread. One
// reader at a time. Destroying a stream gives up what is left of it.
#include <functional>
#include <string>

namespace cloche::net {

class BodyStream {
 public:
  struct Piece {
    std::string bytes;    // may be empty
    bool last = false;    // nothing follows
    std::string failure;  // not empty: the body broke off here, and why; nothing follows
    bool failed() const { return !failure.empty(); }
  };
  using Reader = std::move_only_function<void(Piece)>;

  virtual ~BodyStream() = default;
  virtual void read(Reader reader) = 0;
};

}  // namespace cloche::net
