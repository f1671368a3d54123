//! Running flows.

use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_flow::Flow;
use flowglass_history::Status;
use flowglass_simulator::{ExecutionId, Options, Outside, Settings, Simulation};
use wasm_bindgen::prelude::wasm_bindgen;

/// A definition and an input, read and ready to be run as often as one likes.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Prepared {
    flow: Arc<Flow>,
    input: Json,
}

/// An execution that is over, with its whole history and all data in it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Run {
    simulation: Simulation,
    execution: ExecutionId,
}

#[wasm_bindgen]
impl Prepared {
    /// Reads a definition and an input.
    ///
    /// # Errors
    /// What keeps them from being read.
    #[wasm_bindgen(constructor)]
    pub fn new(definition: &str, input: &str) -> Result<Self, String> {
        let parsed = flowglass_flow::parse(definition);
        let flow = parsed.flow.ok_or_else(|| format!("no flow: {:?}", parsed.findings))?;
        let input = Json::parse(input).map_err(|error| error.to_string())?;
        Ok(Self { flow: Arc::new(flow), input })
    }

    /// Runs the flow to its end, with at most so many events; an event may carry any amount of data.
    pub fn run(&self, most_events: u32) -> Run {
        let options = Options { event_limit: most_events, data_limit: Some(usize::MAX), ..Options::default() };
        let mut simulation = Simulation::new(Settings { options, ..Settings::default() });
        let execution = simulation.start(Arc::clone(&self.flow), "bench", "run", self.input.clone());
        simulation.run(Outside::Nobody);
        Run { simulation, execution }
    }
}

#[wasm_bindgen]
impl Run {
    /// How many events there are.
    pub fn events(&self) -> usize {
        self.simulation.execution(self.execution).history.len()
    }

    /// Whether it has succeeded.
    pub fn succeeded(&self) -> bool {
        self.simulation.execution(self.execution).status() == Status::Succeeded
    }
}

#[cfg(feature = "counted")]
#[wasm_bindgen]
impl Run {
    /// Lets go of the run; returns the bytes of all data that its events carry, and of everything else.
    pub fn weigh(self) -> Vec<f64> {
        let events = self.simulation.execution(self.execution).history.events();
        let data: Vec<Json> = events
            .flat_map(|event| event.detail.members().map(|(_, value)| value.clone()).collect::<Vec<_>>())
            .collect();
        // The data stays as long as the copies do, so what becomes free first is the rest.
        let rest = allocation_counter::measure(|| drop(self.simulation)).bytes_current;
        let copies = data.capacity() * size_of::<Json>();
        let all = allocation_counter::measure(|| drop(data)).bytes_current;
        vec![-all as f64 - copies as f64, -rest as f64]
    }
}
