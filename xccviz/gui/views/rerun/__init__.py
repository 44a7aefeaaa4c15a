"""The parts of the replay page: host calls, the form that changes a call, what that did, what is missing."""
