//! What users of the tool rely on, one module per behaviour.

mod architecture;
mod books;
mod exactness;
mod facts;
mod queues;
mod relations;
mod support;
