#pragma once
// The tables of schema.sql. What is read and written of them stands beside what it is for: metric_writing.h,
// metric_reading.h, alarm_store.h.
#include "fakes/core/account.h"

namespace cloche::cloudwatch {

Schema store_schema();

}  // namespace cloche::cloudwatch
