{{ config(partition_by={'dataset': 'dataset_key'}) }}

-- What every source says in its own way, in one form: who met what, how it was rated, and when. Every landed
-- interaction is here once, whatever the number of recipes, with keys for the ids, since text ids cost most of the
-- time of a large join, and with the marks that the duplicate policies need: the same user and item again is a
-- duplicate, and which of them stays is the recipe's choice, so both ends are marked. Events are ordered by time,
-- then by source row: a total order, in which those without a time come first.
--
-- Few events are repeated, so that they are looked for among numbers alone: a pair becomes one number, another in each
-- dataset, many of which number users and items from 1. That takes a third of the time of putting the events themselves
-- in order (docs/decisions/0017).
{% set own = 'stg_interactions__events' %}
{% set with_numbers = ['stg_movielens__ratings', own] %}
{% set no_part = 'cast(null as ' ~ dbt.type_string() ~ ') as given_part' %}
{% set have_numbers
    = 'coalesce(' ~ is_number_of_key('user_number') ~ ' and ' ~ is_number_of_key('item_number') ~ ', false)' %}
{% set pair_number
    = 'user_key % 2147483648 * 2147483648 + (item_key % 2147483648 + dataset_key) % 2147483648' %}

with datasets as (
    select
        dataset_id,
        dataset_key
    from {{ ref('int_landed_datasets') }}
),

union_sources as (
    {% for source in [
        'stg_movielens__ratings',
        'stg_movietweetings__ratings',
        'stg_amazon__ratings',
        'stg_amazon__reviews',
        own,
    ] %}
    select
        dataset_id,
        source_row,
        {{ 'user_number' if source in with_numbers else 'cast(null as bigint) as user_number' }},
        {{ 'item_number' if source in with_numbers else 'cast(null as bigint) as item_number' }},
        user_id,
        item_id,
        rating,
        rated_at,
        {{ 'given_part' if source == own else no_part }}
    from {{ ref(source) }}
    union all
    {% endfor %}
    select
        dataset_id,
        source_row,
        cast(null as bigint) as user_number,
        cast(null as bigint) as item_number,
        user_id,
        item_id,
        rating,
        rated_at,
        {{ no_part }}
    from {{ ref('int_foreign_interactions') }}
    where problem is null
),

-- ids that are whole numbers where they are landed are not made texts, and read off these again: a tenth of the time
take_numbers as (
    select
        dataset_id,
        source_row,
        cast(null as {{ dbt.type_string() }}) as user_id,
        cast(null as {{ dbt.type_string() }}) as item_id,
        {{ key_of_number('user', 'user_number') }} as user_key,
        {{ key_of_number('item', 'item_number') }} as item_key,
        rating,
        rated_at,
        given_part
    from union_sources
    where {{ have_numbers }}
),

read_texts as (
    select
        dataset_id,
        source_row,
        user_id,
        item_id,
        {{ entity_key('user', 'user_id') }} as user_key,
        {{ entity_key('item', 'item_id') }} as item_key,
        rating,
        rated_at,
        given_part
    from union_sources
    where not {{ have_numbers }}
),

give_keys as (
    select * from take_numbers
    union all
    select * from read_texts
),

-- raw rows are read once: to read ids off documents takes longer than all the rest
interactions as {{ computed_once() }} (
    select
        datasets.dataset_key,
        give_keys.source_row,
        give_keys.user_key,
        give_keys.item_key,
        case when give_keys.user_key < 0 then give_keys.user_id end as user_text_id,
        case when give_keys.item_key < 0 then give_keys.item_id end as item_text_id,
        give_keys.rating,
        give_keys.rated_at,
        give_keys.given_part
    from give_keys
    inner join datasets on datasets.dataset_id = give_keys.dataset_id
),

pairs as (
    select {{ pair_number }} as pair_number
    from interactions
),

repeated_numbers as (
    {{ repeated_values('pairs', 'pair_number') }}
),

number_pairs as (
    select
        dataset_key,
        source_row,
        user_key,
        item_key,
        rating,
        rated_at,
        {{ pair_number }} as pair_number
    from interactions
),

order_events_of_pair as (
    select
        number_pairs.dataset_key,
        number_pairs.source_row,
        row_number() over (
            partition by number_pairs.dataset_key, number_pairs.user_key, number_pairs.item_key
            order by number_pairs.rated_at nulls first, number_pairs.source_row
        ) as place,
        row_number() over (
            partition by number_pairs.dataset_key, number_pairs.user_key, number_pairs.item_key
            order by number_pairs.rated_at nulls first, number_pairs.rating nulls first, number_pairs.source_row
        ) as event_of_pair,
        count(*) over (
            partition by number_pairs.dataset_key, number_pairs.user_key, number_pairs.item_key
        ) as events_of_pair
    from number_pairs
    inner join repeated_numbers on repeated_numbers.pair_number = number_pairs.pair_number
),

-- pairs of one number need not be the same pair
repeated_events as (
    select
        dataset_key,
        source_row,
        place = 1 as is_first_of_pair,
        place = events_of_pair as is_last_of_pair,
        event_of_pair
    from order_events_of_pair
    where events_of_pair > 1
),

int_interactions as (
    select
        interactions.dataset_key,
        interactions.source_row,
        interactions.user_key,
        interactions.item_key,
        interactions.user_text_id,
        interactions.item_text_id,
        interactions.rating,
        interactions.rated_at,
        -- NULL where the event is the only one of its pair
        coalesce(repeated_events.is_first_of_pair, true) as is_first_of_pair,
        coalesce(repeated_events.is_last_of_pair, true) as is_last_of_pair,
        cast(coalesce(repeated_events.event_of_pair, 1) as integer) as event_of_pair,
        interactions.given_part
    from interactions
    left join repeated_events
        on
            repeated_events.dataset_key = interactions.dataset_key
            and repeated_events.source_row = interactions.source_row
)

select * from int_interactions
