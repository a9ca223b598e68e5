#pragma once
// The kinds of steps, each in the file of its name.
#include "scenarios/engine/step_kind.h"

namespace cloche::scenarios::steps {

const StepKind& request();
const StepKind& call();
const StepKind& invoke();
const StepKind& clock();
const StepKind& wait();  // {"idle": true}
const StepKind& settings();
const StepKind& cold_start();
const StepKind& burst();
const StepKind& repeat();
const StepKind& include();
const StepKind& items();
const StepKind& logs();
const StepKind& metrics();
const StepKind& alarms();
const StepKind& queue();
const StepKind& invocations();
const StepKind& requests();

}  // namespace cloche::scenarios::steps
