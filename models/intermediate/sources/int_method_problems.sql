{{ config(versions='rows', partition_by={}) }}

-- Every cell of a list of methods that cannot be right. A method of which a line has one of them is not made.
with methods as (
    select *
    from {{ ref('stg_settings__methods') }}
),

find_unusable_names as (
    select
        file_name,
        line_number,
        'method' as column_name,
        case
            when method is null then 'method is blank: name the method'
            when method = 'negatives' then 'method is ''negatives'': that is what land-negatives lands'
            else
                'method is ''' || method || ''': it must consist of lower-case letters, digits and ''_'', and begin '
                || 'with a letter'
        end as problem
    from methods
    where
        method is null
        or method = 'negatives'
        or regexp_replace(method, '^[a-z][a-z0-9_]*$', '') <> ''
),

find_repeated_names as (
    select
        file_name,
        line_number,
        'method' as column_name,
        'method is ''' || method || ''': another line of this file has it, too' as problem
    from (
        select
            *,
            count(*) over (partition by file_name, method) as lines_alike
        from methods
    ) as counted_methods
    where
        method is not null
        and lines_alike > 1
),

find_unusable_words as (
    select
        file_name,
        line_number,
        'recipes' as column_name,
        'recipes is ''' || recipes || ''': it must be names of recipes, or patterns such as movielens-*, separated '
        || 'by a blank, or none' as problem
    from methods
    where
        regexp_replace(recipes, '^[a-z0-9*][a-z0-9*._-]*( +[a-z0-9*][a-z0-9*._-]*)*$', '') <> ''
        or ' ' || recipes || ' ' like '% none %' and recipes <> 'none'
),

find_unknown_words as (
    {% for column, words in method_words().items() %}
    select
        file_name,
        line_number,
        '{{ column }}' as column_name,
        '{{ column }} is ''' || {{ column }} || ''': it must be {{ words[:-1] | join(", ") }} or {{ words[-1] }}'
            as problem
    from methods
    where {{ column }} not in ('{{ words | join("', '") }}')
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

find_unreadable_numbers as (
    {{ unreadable_cells('methods', [
        ('neighbors', '^0*[1-9][0-9]{0,3}$', 'a whole number from 1 to 9999'),
        ('min_shared', '^0*[1-9][0-9]{0,8}$', 'a whole number from 1 to 999999999'),
        ('shrinkage', '^[0-9]{1,9}([.][0-9]{1,6})?$', 'a number from 0 to 999999999 with at most 6 decimals'),
        ('alpha', '^[0-9]{1,3}([.][0-9]{1,6})?$', 'a number from 0 to 999 with at most 6 decimals'),
        ('beta', '^[0-9]{1,3}([.][0-9]{1,6})?$', 'a number from 0 to 999 with at most 6 decimals'),
        ('days', '^0*[1-9][0-9]{0,4}$', 'a whole number from 1 to 99999'),
    ]) }}
),

-- what a line of its kind needs, and what would be said to nobody
find_unfit_cells as (
    {% for column, condition, problem in [
        ('kind', "kind is null and coalesce(recipes, '') <> 'none'", 'kind is blank: say what the method does'),
        (
            'similarity',
            "similarity is not null and kind not in ('item_knn', 'user_knn', 'item_knn_rating', 'user_knn_rating')",
            'similarity is for kNN alone',
        ),
        (
            'similarity',
            "similarity in ('msd', 'pearson_baseline') and kind in ('item_knn', 'user_knn')",
            'msd and pearson_baseline are for item_knn_rating and user_knn_rating',
        ),
        (
            'similarity',
            "similarity not in ('msd', 'cosine', 'pearson', 'pearson_baseline')"
            ~ " and kind in ('item_knn_rating', 'user_knn_rating')",
            'similarity must be msd, cosine, pearson or pearson_baseline for item_knn_rating and user_knn_rating',
        ),
        (
            'centring',
            "centring is not null and coalesce(kind, '') not in ('item_knn_rating', 'user_knn_rating')",
            'centring is for item_knn_rating and user_knn_rating',
        ),
        (
            'shrinkage',
            "shrinkage is not null and kind in ('item_knn_rating', 'user_knn_rating')"
            ~ " and coalesce(similarity, '') <> 'pearson_baseline'",
            'shrinkage of a kNN of ratings is for pearson_baseline',
        ),
        (
            'weighting',
            "coalesce(weighting, shrinkage_form) is not null and kind in ('item_knn_rating', 'user_knn_rating')",
            'weighting and shrinkage_form are for item_knn and user_knn: ratings are compared as they are',
        ),
        (
            'neighbors',
            "similarity is not null and neighbors is null and kind in ('item_knn', 'user_knn')",
            'neighbors is blank: say how many nearest count, since similarity is given',
        ),
        (
            'similarity',
            "similarity is null and coalesce(kind, '') not in ('item_knn_rating', 'user_knn_rating') and coalesce("
            ~ 'neighbors, min_shared, shrinkage, shrinkage_form, weighting, alpha, beta) is not null',
            'similarity is blank, which stands for the neighbours of the similarity tables as they are: say it where '
            ~ 'another cell says more of them',
        ),
        (
            'direction',
            "direction is not null and (coalesce(kind, '') not in ('item_knn', 'user_knn')"
            ~ " or (kind = 'item_knn') <> (direction in ('candidate', 'history')))",
            'direction must be candidate or history for item_knn, user or voter for user_knn, and blank else',
        ),
        (
            'weighting',
            "similarity not in ('cosine', 'asymmetric_cosine') and weighting <> 'none'"
            ~ " and not (similarity = 'pearson' and weighting = 'rating')",
            'weighting is for cosine and asymmetric_cosine: the others compare sets, and pearson ratings',
        ),
        (
            'alpha',
            "alpha is not null and coalesce(similarity, '') not in ('tversky', 'asymmetric_cosine')",
            'alpha is for tversky and asymmetric_cosine',
        ),
        (
            'beta',
            "beta is not null and coalesce(similarity, '') <> 'tversky'",
            'beta is for tversky',
        ),
        (
            'days',
            "(days is not null) <> (coalesce(kind, '') = 'recent_popularity')",
            'days says how many days count for recent_popularity, and is blank else',
        ),
    ] %}
    select
        file_name,
        line_number,
        '{{ column }}' as column_name,
        '{{ problem }}' as problem
    from methods
    where {{ condition }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

int_method_problems as (
    {{ union_of_checks([
        'find_unusable_names',
        'find_repeated_names',
        'find_unusable_words',
        'find_unknown_words',
        'find_unreadable_numbers',
        'find_unfit_cells',
    ]) }}
)

select * from int_method_problems
