{{ config(versions='rows', partition_by={}) }}

-- The line that counts for each method, one's own before that of the project, with its defaults filled in: the one place
-- where this happens.
with lines as (
    select
        methods.*,
        problems.file_name is not null as has_problem
    from {{ ref('stg_settings__methods') }} as methods
    left join (
        select distinct
            file_name,
            line_number
        from {{ ref('int_method_problems') }}
    ) as problems
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
            order by file_name <> 'seeds/methods.csv' desc, file_name, line_number
        ) as place
    from lines
    where method is not null
),

int_methods as (
    select
        method,
        recipes,
        kind,
        case kind when 'item_knn' then 'item' when 'user_knn' then 'user' end as compares,
        similarity,
        {{ try_cast('neighbors', 'integer') }} as neighbors,
        case when similarity is not null then coalesce({{ try_cast('min_shared', 'integer') }}, 1) end as min_shared,
        case when similarity is not null then coalesce({{ try_cast('shrinkage', 'double') }}, 0) end as shrinkage,
        case when similarity is not null then coalesce(shrinkage_form, 'denominator') end as shrinkage_form,
        case
            when similarity = 'pearson' then 'centred_rating'
            when similarity is not null then coalesce(weighting, 'none')
        end as weighting,
        coalesce(direction, case kind when 'item_knn' then 'candidate' when 'user_knn' then 'voter' end) as direction,
        case
            when similarity = 'tversky' then coalesce({{ try_cast('alpha', 'double') }}, 1)
            when similarity = 'asymmetric_cosine' then coalesce({{ try_cast('alpha', 'double') }}, 0.5)
        end as alpha,
        case when similarity = 'tversky' then coalesce({{ try_cast('beta', 'double') }}, 1) end as beta,
        {{ try_cast('days', 'integer') }} as days
    from choose_lines
    where
        place = 1
        and not has_problem
        and kind is not null
)

select * from int_methods
