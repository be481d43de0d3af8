{{ config(versions='rows', partition_by={}) }}

-- Which lines have a say in a recipe, and which of them goes before which: one that names its dataset, one with a
-- pattern, one for all, and last those that turn the protocol off; of one's own before those of the project.
with lines as (
    select
        file_name,
        line_number,
        protocol_id,
        datasets,
        file_name <> 'seeds/protocols.csv' as is_own
    from {{ ref('stg_settings__protocols') }}
),

unusable_lines as (
    select distinct
        file_name,
        line_number
    from {{ ref('int_protocol_problems') }}
    where column_name in ('protocol_id', 'datasets')
),

datasets as (
    select
        dataset_id,
        dataset_key,
        is_landed
    from {{ ref('int_datasets') }}
),

contents as (
    select dataset_key
    from {{ ref('int_dataset_contents') }}
),

published_figures as (
    select recipe_id
    from {{ ref('stg_settings__published_counts') }}
    union
    select recipe_id
    from {{ ref('stg_settings__published_metrics') }}
),

usable_lines as (
    select
        lines.file_name,
        lines.line_number,
        lines.protocol_id,
        lines.datasets,
        lines.is_own,
        max(case when lines.is_own and lines.datasets = 'none' then 1 else 0 end)
            over (partition by lines.protocol_id) as turned_off_by_own
    from lines
    left join unusable_lines
        on
            unusable_lines.file_name = lines.file_name
            and unusable_lines.line_number = lines.line_number
    where unusable_lines.file_name is null
),

split_words as (
    select
        file_name,
        line_number,
        protocol_id,
        {{ unnest_list(split_text('datasets', ' ')) }} as word
    from usable_lines
    where datasets <> 'none'
),

with_interactions as (
    select datasets.dataset_id
    from datasets
    inner join contents on contents.dataset_key = datasets.dataset_key
),

-- what is named and not landed is awaited, where it is listed
named as (
    select
        split_words.file_name,
        split_words.line_number,
        split_words.protocol_id,
        split_words.word as dataset_id
    from split_words
    left join datasets on datasets.dataset_id = split_words.word
    where
        split_words.word not like '%*%'
        and split_words.word <> ''
        and coalesce(datasets.is_landed, true)
),

asked_pairs as (
    select
        protocols.protocol_id,
        with_interactions.dataset_id
    from (select distinct protocol_id from usable_lines) as protocols
    cross join with_interactions
    union
    select
        protocol_id,
        dataset_id
    from named
),

unite_sayings as (
    select
        file_name,
        line_number,
        protocol_id,
        dataset_id,
        1 as precedence
    from named
    union all
    select
        split_words.file_name,
        split_words.line_number,
        split_words.protocol_id,
        with_interactions.dataset_id,
        2 as precedence
    from split_words
    inner join with_interactions
        on with_interactions.dataset_id like replace(replace(split_words.word, '_', '!_'), '*', '%') escape '!'
    where split_words.word like '%*%'
    union all
    select
        usable_lines.file_name,
        usable_lines.line_number,
        usable_lines.protocol_id,
        asked_pairs.dataset_id,
        case when usable_lines.datasets is null then 3 else 4 end as precedence
    from usable_lines
    inner join asked_pairs on asked_pairs.protocol_id = usable_lines.protocol_id
    where coalesce(usable_lines.datasets, 'none') = 'none'
),

-- a line may name a dataset twice
say_once as (
    select
        unite_sayings.file_name,
        unite_sayings.line_number,
        unite_sayings.protocol_id,
        unite_sayings.dataset_id,
        unite_sayings.dataset_id || '-' || unite_sayings.protocol_id as recipe_id,
        usable_lines.is_own,
        min(
            case
                when usable_lines.turned_off_by_own = 1 and not usable_lines.is_own then 4
                else unite_sayings.precedence
            end
        ) as precedence
    from unite_sayings
    inner join usable_lines
        on
            usable_lines.file_name = unite_sayings.file_name
            and usable_lines.line_number = unite_sayings.line_number
    group by
        unite_sayings.file_name,
        unite_sayings.line_number,
        unite_sayings.protocol_id,
        unite_sayings.dataset_id,
        usable_lines.is_own
),

put_in_order as (
    select
        *,
        min(precedence) over (partition by dataset_id, protocol_id) as first_precedence,
        row_number() over (
            partition by dataset_id, protocol_id
            order by precedence asc, is_own desc, file_name asc, line_number asc
        ) as place,
        count(*) over (partition by dataset_id, protocol_id, precedence, file_name) as lines_alike
    from say_once
),

int_recipe_lines as (
    select
        put_in_order.recipe_id,
        put_in_order.dataset_id,
        put_in_order.protocol_id,
        put_in_order.place,
        put_in_order.file_name,
        put_in_order.line_number,
        put_in_order.precedence = 1 as names_dataset,
        -- of those that turn it off, none decides
        put_in_order.lines_alike > 1
        and put_in_order.precedence < 4 as is_ambiguous
    from put_in_order
    left join published_figures on published_figures.recipe_id = put_in_order.recipe_id
    -- who publishes a figure of it asks for it
    where
        put_in_order.first_precedence < 4
        or published_figures.recipe_id is not null
)

select * from int_recipe_lines
