-- What to call each film, person, role, genre and topic, the same in every table. Answers give the
-- id itself where there is no label.
with bindings as (
    select
        answer_id,
        answered_at,
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
),

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

-- an answer without the label does not take back one that an earlier answer gave
choose_label as (
    select
        entity_id,
        entity_label
    from union_entities
    qualify row_number() over (
            partition by entity_id
            order by entity_label is null asc, answered_at desc, answer_id desc, entity_label asc
        ) = 1
),

int_wikidata_labels as (
    select
        entity_id,
        coalesce(entity_label, entity_id) as entity_label,
        entity_label is not null as is_labeled
    from choose_label
)

select * from int_wikidata_labels
