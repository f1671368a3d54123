//! The signed way to CloudFlow: one call in, one answer or one error in words out.
