{{ config(versions='rows', partition_by={}) }}

-- The line that counts for each method, one's own before that of the project, with its defaults filled in: the one
-- place where this happens.
with methods as (
    select *
    from {{ ref('stg_settings__methods') }}
),

problems as (
    select distinct
        file_name,
        line_number
    from {{ ref('int_method_problems') }}
),

lines as (
    select
        methods.*,
        problems.file_name is not null as has_problem
    from methods
    left join problems
        on
            problems.file_name = methods.file_name
            and problems.line_number = methods.line_number
),

-- a wrong line of one's own stands for the method, too: nothing else is made in its place
choose_lines as (
    select
        *,
        row_number() over (
            partition by method
            order by file_name <> 'seeds/methods.csv' desc, file_name asc, line_number asc
        ) as place
    from lines
    where method is not null
),

-- by what the method predicts: items in an order, or ratings
name_what_is_predicted as (
    select
        *,
        case
            {% for kind in rating_kinds() %}
            when kind = '{{ kind }}' then 'ratings'
            {% endfor %}
            else 'items'
        end as predicts,
        kind in ('user_knn_rating', 'item_knn_rating') as is_rating_knn
    from choose_lines
),

-- kNN of ratings has the defaults of Surprise
name_similarities as (
    select
        *,
        coalesce(similarity, case when is_rating_knn then 'msd' end) as measure
    from name_what_is_predicted
),

int_methods as (
    select
        method,
        recipes,
        kind,
        predicts,
        case
            when kind in ('item_knn', 'item_knn_rating') then 'item'
            when kind in ('user_knn', 'user_knn_rating') then 'user'
        end as compares,
        measure as similarity,
        coalesce({{ try_cast('neighbors', 'integer') }}, case when is_rating_knn then 40 end) as neighbors,
        case
            -- of one rating in common, it is none
            when measure = 'pearson_baseline' then greatest(coalesce({{ try_cast('min_shared', 'integer') }}, 2), 2)
            when measure is not null then coalesce({{ try_cast('min_shared', 'integer') }}, 1)
        end as min_shared,
        case
            when measure = 'pearson_baseline' then coalesce({{ try_cast('shrinkage', 'double') }}, 100)
            when measure is not null then coalesce({{ try_cast('shrinkage', 'double') }}, 0)
        end as shrinkage,
        case when measure is not null and not is_rating_knn then coalesce(shrinkage_form, 'denominator') end
            as shrinkage_form,
        case
            when is_rating_knn then null
            when measure = 'pearson' then 'centred_rating'
            when measure is not null then coalesce(weighting, 'none')
        end as weighting,
        case when is_rating_knn then coalesce(centring, 'none') end as centring,
        coalesce(direction, case kind when 'item_knn' then 'candidate' when 'user_knn' then 'voter' end) as direction,
        case
            when measure = 'tversky' then coalesce({{ try_cast('alpha', 'double') }}, 1)
            when measure = 'asymmetric_cosine' then coalesce({{ try_cast('alpha', 'double') }}, 0.5)
        end as alpha,
        case when measure = 'tversky' then coalesce({{ try_cast('beta', 'double') }}, 1) end as beta,
        {{ try_cast('days', 'integer') }} as days
    from name_similarities
    where
        place = 1
        and not has_problem
        and kind is not null
)

select * from int_methods
