-- The users of the recipe $recipe_id with their attributes of one's own, as RecBole's atomic file.
with user_values as (
    select
        user_id,
        attribute,
        list(value order by value) as values_found
    from catalog.user_attributes
    where
        dataset_id = (
            select recipes.dataset_id
            from benchmarks.recipes
            where recipes.recipe_id = $recipe_id
        )
    group by user_id, attribute
),

user_attributes as (
    select
        user_id,
        map_from_entries(list(struct_pack(key := attribute, value := values_found))) as attributes
    from user_values
    group by user_id
)

select
    users.user_index as "user_id:token",
    user_attributes.attributes
from benchmarks.users
left join user_attributes on user_attributes.user_id = users.user_id
where users.recipe_id = $recipe_id
order by users.user_index
