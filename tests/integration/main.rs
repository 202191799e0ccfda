//! What users of the tool rely on, one module per behaviour.

mod books;
mod exactness;
mod queues;
mod support;
