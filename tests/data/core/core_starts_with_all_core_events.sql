-- What the first round leaves is each event once for its user and once for its item.
with core_start as (
    select sum(interactions_left) as interactions
    from {{ ref('int_core_start') }}
),

core_events as (
    select count(*) as events
    from {{ ref('int_core_events') }}
)

select
    core_start.interactions,
    core_events.events
from core_start
cross join core_events
where coalesce(core_start.interactions, 0) <> 2 * core_events.events
