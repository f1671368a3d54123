//! What the page talks to: its files, and an HTTP interface that passes requests on to CloudFlow.
