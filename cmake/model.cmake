# cloche_models(TARGET): the API models as constexpr tables; filled in by fakes/wire.
