select * from {{ ref('int_item_pairs_in_sql') }}
