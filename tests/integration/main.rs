//! What users of the tool rely on, one module per behaviour.

mod any_text;
mod architecture;
mod bad_input;
mod books;
mod cases;
mod chains;
mod choice;
mod command_line;
mod estimates;
mod evidence;
mod exactness;
mod facts;
#[cfg(unix)]
mod files;
mod loyalty;
mod mixtures;
mod pools;
mod promise;
mod queues;
mod recontact;
mod reference;
mod relations;
mod restarts;
mod routing;
mod satisfaction;
mod seams;
mod small;
mod support;
mod waiting;
mod wrong_records;
