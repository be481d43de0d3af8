{{ config(versions='rows', partition_by={}) }}

-- Every cell of a list of datasets that cannot be right. A line with one of them is left out, alone.
with datasets as (
    select
        file_name,
        line_number,
        dataset_id,
        source,
        edition,
        title,
        url,
        checksum,
        bytes,
        -- a password in an address is shown nowhere
        {{ regexp_all_replaced('mirrors', '://[^/?# ]*@', '://') }} as mirrors,
        rating_min,
        rating_max,
        liked_from,
        interactions,
        users,
        repeats,
        redistribution,
        research_only,
        attribution
    from {{ ref('stg_settings__datasets') }}
),

find_unusable_ids as (
    select
        file_name,
        line_number,
        'dataset_id' as column_name,
        case
            when dataset_id is null
                then 'the line titled ' || coalesce(title, '(blank)') || ' has no dataset_id: name it'
            else
                'dataset_id is ''' || dataset_id || ''': it must consist of lower-case letters, digits, ''.'', ''_'' '
                || 'and ''-'', at most 100 of them, and begin with a letter or a digit'
        end as problem
    from datasets
    where
        dataset_id is null
        or regexp_replace(dataset_id, '^[a-z0-9][a-z0-9._-]{0,99}$', '') <> ''
),

count_lines as (
    select
        file_name,
        line_number,
        dataset_id,
        count(*) over (partition by file_name, dataset_id) as lines_of_id
    from datasets
    where dataset_id is not null
),

find_repeated_ids as (
    select
        file_name,
        line_number,
        'dataset_id' as column_name,
        'dataset_id ''' || dataset_id || ''' is on ' || lines_of_id || ' lines: each dataset needs a name of its own'
            as problem
    from count_lines
    where lines_of_id > 1
),

find_unknown_sources as (
    select
        file_name,
        line_number,
        'source' as column_name,
        'source is ''' || coalesce(source, '') || ''': it must be movielens, movietweetings, amazon, huggingface, '
        || 'youtube or interactions' as problem
    from datasets
    where
        coalesce(source, '') not in (
            'movielens', 'movietweetings', 'amazon', 'huggingface', 'youtube', 'interactions'
        )
        -- of a file of one's own, landing knows it
        and (source is not null or file_name = 'seeds/datasets.csv')
),

find_unknown_editions as (
    select
        file_name,
        line_number,
        'edition' as column_name,
        'edition is ''' || coalesce(edition, '') || ''': it must be 2014, 2018 or 2023, whose files differ in layout'
            as problem
    from datasets
    where
        source = 'amazon'
        and coalesce(edition, '') not in ('2014', '2018', '2023')
),

find_blank_titles as (
    select
        file_name,
        line_number,
        'title' as column_name,
        'title is blank: say what to call the dataset' as problem
    from datasets
    where
        title is null
        and file_name = 'seeds/datasets.csv'
),

find_unreadable_cells as (
    {{ unreadable_cells('datasets', [
        (
            'checksum',
            '^((^| )(md5:[0-9a-f]{32}|sha256:[0-9a-f]{64}))+$',
            'md5: and 32 or sha256: and 64 hexadecimal digits in lower case, for each address of url, or blank'
        ),
        ('bytes', '^((^| )[0-9]{1,18})+$', 'a whole number for each address of url, or blank'),
        ('mirrors', '^((^| )https?://[^ ]+)+$', 'addresses separated by one space, or blank'),
        ('interactions', '^[0-9]{1,18}$', 'a whole number or blank'),
        ('users', '^[0-9]{1,18}$', 'a whole number or blank'),
        ('rating_min', '^-?[0-9]{1,9}([.][0-9]{1,9})?$', 'a number or blank'),
        ('rating_max', '^-?[0-9]{1,9}([.][0-9]{1,9})?$', 'a number or blank'),
        ('liked_from', '^-?[0-9]{1,9}([.][0-9]{1,9})?$', 'a number or blank'),
        ('repeats', '^(duplicates|events)$', 'duplicates, events or blank'),
        ('redistribution', '^(allowed|same_terms|forbidden)$', 'allowed, same_terms, forbidden or blank'),
        ('research_only', '^(yes|no)$', 'yes, no or blank'),
        ('attribution', '^(required|requested|none)$', 'required, requested, none or blank'),
    ]) }}
),

-- which of several files would it belong to?
find_facts_of_several_files as (
    {% for column in ['checksum', 'bytes'] %}
    select
        file_name,
        line_number,
        '{{ column }}' as column_name,
        '{{ column }} must be given for each address of url, separated by one space, or not at all' as problem
    from datasets
    where
        length({{ column }}) - length(replace({{ column }}, ' ', ''))
        <> length({{ trimmed('url') }}) - length(replace({{ trimmed('url') }}, ' ', ''))
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

-- what tells that a mirror has the same file?
find_mirrors_without_proof as (
    select
        file_name,
        line_number,
        'mirrors' as column_name,
        'mirrors can only be given for one url that has a checksum' as problem
    from datasets
    where
        mirrors is not null
        and (checksum is null or coalesce(url, '') = '' or {{ trimmed('url') }} like '% %')
),

read_scales as (
    select
        file_name,
        line_number,
        {{ try_cast('rating_min', 'double') }} as rating_min,
        {{ try_cast('rating_max', 'double') }} as rating_max,
        {{ try_cast('liked_from', 'double') }} as liked_from
    from datasets
),

find_impossible_scales as (
    select
        file_name,
        line_number,
        'rating_min and rating_max' as column_name,
        'rating_min must be below rating_max, or both blank' as problem
    from read_scales
    where
        rating_min >= rating_max
        or (rating_min is null) <> (rating_max is null)
    union all
    select
        file_name,
        line_number,
        'liked_from' as column_name,
        'liked_from is ' || liked_from || ': it must be within the scale of ratings' as problem
    from read_scales
    where
        liked_from < rating_min
        or liked_from > rating_max
),

find_impossible_contents as (
    select
        file_name,
        line_number,
        'users' as column_name,
        'users is ' || users || ', and interactions is ' || coalesce(interactions, 'blank')
        || ': there must be as many interactions as users' as problem
    from datasets
    where
        {{ try_cast('users', 'bigint') }} is not null
        and coalesce({{ try_cast('interactions', 'bigint') }}, 0) < {{ try_cast('users', 'bigint') }}
),

int_dataset_problems as (
    {{ union_of_checks([
        'find_unusable_ids',
        'find_repeated_ids',
        'find_unknown_sources',
        'find_unknown_editions',
        'find_blank_titles',
        'find_unreadable_cells',
        'find_facts_of_several_files',
        'find_mirrors_without_proof',
        'find_impossible_scales',
        'find_impossible_contents',
    ]) }}
)

select * from int_dataset_problems
