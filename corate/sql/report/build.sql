-- The build that is public: when and by which code it was made, and whether all its tests have passed.
select
    build_number,
    made_at,
    code_version,
    is_tested
from catalog.builds
