//! What users of the tool rely on, one module per behaviour.

mod any_text;
mod architecture;
mod bad_input;
mod books;
mod command_line;
mod exactness;
mod facts;
mod queues;
mod relations;
mod small;
mod support;
