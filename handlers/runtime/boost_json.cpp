// Boost.JSON itself: it is used by its headers only, and its functions are made here.
#include <boost/json/src.hpp>
