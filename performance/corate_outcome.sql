-- What Corate made of the recipes in a database, in the terms of protocol.StepsOutcome: of several, which have the
-- same cuts, the sums. Read from the public tables; only the split before the core is taken from an intermediate table.
with split_rows as (
    select
        split,
        count(*) as events,
        cast(epoch(min(rated_at)) as bigint) as starts_at
    from intermediate.int_interaction_fates
    group by split
),

kept_rows as (
    select
        split,
        count(*) as events
    from benchmarks.interactions
    group by split
),

listed_items as (
    select
        recipe_id,
        unnest(item_indexes) as item_index,
        generate_subscripts(item_indexes, 1) as place
    from benchmarks.user_histories
)

select
    (select starts_at from split_rows where split = 'valid') as cut_valid,
    (select starts_at from split_rows where split = 'test') as cut_test,
    (select events from split_rows where split = 'train') as rows_train_split,
    (select events from split_rows where split = 'valid') as rows_valid_split,
    (select events from split_rows where split = 'test') as rows_test_split,
    (select events from kept_rows where split = 'train') as rows_train,
    (select events from kept_rows where split = 'valid') as rows_valid,
    (select events from kept_rows where split = 'test') as rows_test,
    (select count(*) from benchmarks.users) as core_users,
    (select count(*) from benchmarks.items) as core_items,
    (select count(*) from benchmarks.user_histories) as lists,
    (select cast(sum(len(item_indexes)) as bigint) from benchmarks.user_histories) as list_items,
    (
        select cast(sum(listed_items.place * cast(items.item_id as bigint)) as bigint)
        from listed_items
        inner join benchmarks.items as items
            on
                items.recipe_id = listed_items.recipe_id
                and items.item_index = listed_items.item_index
    ) as order_checksum
