//! What users of the tool rely on, one module per behaviour.

mod support;
mod queues;
