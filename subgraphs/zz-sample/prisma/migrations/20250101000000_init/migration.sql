create table "Thing"(id text primary key, name text not null);
