#include "fakes/sns/operations/operations.h"
#include "fakes/sns/paging.h"
#include "fakes/sns/store.h"

namespace cloche::sns {

Answer list_topics(Call& call, const Structure& request) {
  Store store(call.account);
  return page(
      store.topics(call.region, page_start(request), page_size + 1), "Topics",
      [](const Topic& topic) { return topic.name; },
      [&](const Topic& topic) {
        return Json{{"TopicArn", store.arn_of(topic)}};
      });
}

}  // namespace cloche::sns
