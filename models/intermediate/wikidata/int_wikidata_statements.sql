-- What the latest answers state of each film, each statement once: its items, and their people by role, genres and
-- topics, with what to call each.
with latest_answers as (
    select
        imdb_id,
        kind,
        answer_id,
        answered_at
    from {{ ref('int_wikidata_latest_answers') }}
),

bindings as (
    select
        answer_id,
        answered_at,
        imdb_id,
        item_id,
        item_label,
        person_id,
        person_label,
        role_id,
        role_label,
        genre_id,
        genre_label,
        topic_id,
        topic_label
    from {{ ref('int_wikidata_bindings') }}
    where item_id is not null
),

find_newest_naming as (
    select
        latest_answers.imdb_id,
        bindings.item_id as wikidata_id,
        latest_answers.answer_id,
        latest_answers.answered_at
    from latest_answers
    inner join bindings
        on
            bindings.answer_id = latest_answers.answer_id
            and bindings.imdb_id = latest_answers.imdb_id
    qualify row_number() over (
            partition by latest_answers.imdb_id, bindings.item_id
            order by latest_answers.answered_at desc, latest_answers.answer_id desc
        ) = 1
),

-- Wikidata may have several items with one IMDb id. All are kept; one of them stands for the film:
-- of those that its newest answer names the one with the lowest number, which is the oldest and,
-- when doubles are merged, the one that stays.
choose_items as (
    select
        imdb_id,
        wikidata_id,
        answered_at,
        row_number() over (
            partition by imdb_id
            order by answered_at desc, answer_id desc, {{ wikidata_number('wikidata_id') }} asc nulls last
        ) = 1 as is_chosen,
        count(*) over (partition by imdb_id) as items_of_film
    from find_newest_naming
),

union_kinds as (
    select
        answer_id,
        imdb_id,
        item_id,
        'cast' as kind,
        role_id as property_id,
        person_id as value_id
    from bindings
    where person_id is not null
    union all
    select
        answer_id,
        imdb_id,
        item_id,
        'genre' as kind,
        'P136' as property_id,
        genre_id as value_id
    from bindings
    where genre_id is not null
    union all
    select
        answer_id,
        imdb_id,
        item_id,
        'topic' as kind,
        'P921' as property_id,
        topic_id as value_id
    from bindings
    where topic_id is not null
),

take_statements_once as (
    select distinct
        latest_answers.imdb_id,
        union_kinds.item_id as wikidata_id,
        latest_answers.kind,
        union_kinds.property_id,
        union_kinds.value_id
    from latest_answers
    inner join union_kinds
        on
            union_kinds.answer_id = latest_answers.answer_id
            and union_kinds.imdb_id = latest_answers.imdb_id
            and union_kinds.kind = latest_answers.kind
),

-- answers give the id itself where there is no label
union_entities as (
    {% for entity in ['item', 'person', 'role', 'genre', 'topic'] %}
    select
        {{ entity }}_id as entity_id,
        nullif({{ entity }}_label, {{ entity }}_id) as entity_label,
        answered_at,
        answer_id
    from bindings
    where {{ entity }}_id is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- the same in every table; an answer without the label does not take back one that an earlier answer gave
choose_labels as (
    select
        entity_id,
        entity_label
    from union_entities
    qualify row_number() over (
            partition by entity_id
            order by entity_label is null asc, answered_at desc, answer_id desc, entity_label asc nulls last
        ) = 1
),

name_entities as (
    select
        entity_id,
        coalesce(entity_label, entity_id) as entity_label
    from choose_labels
),

int_wikidata_statements as (
    select
        choose_items.imdb_id,
        choose_items.wikidata_id,
        item_labels.entity_label as item_label,
        choose_items.is_chosen,
        choose_items.items_of_film,
        choose_items.answered_at,
        take_statements_once.kind,
        take_statements_once.property_id,
        property_labels.entity_label as property_label,
        take_statements_once.value_id,
        value_labels.entity_label as value_label
    from choose_items
    inner join name_entities as item_labels on item_labels.entity_id = choose_items.wikidata_id
    left join take_statements_once
        on
            take_statements_once.imdb_id = choose_items.imdb_id
            and take_statements_once.wikidata_id = choose_items.wikidata_id
    left join name_entities as property_labels on property_labels.entity_id = take_statements_once.property_id
    left join name_entities as value_labels on value_labels.entity_id = take_statements_once.value_id
)

select * from int_wikidata_statements
