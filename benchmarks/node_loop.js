// A network trained by a plain loop over its nodes and links, as a browser's playground does it; for timing, and for how
// many epochs learning takes. Reads one JSON object: {sizes, x, label, train, rate, batch, epochs, tanh, weights}, with
// the inputs of all samples in x, the first `train` of which train, and {kernel, bias} for each layer in weights.
// Prints {milliseconds, losses}: the CPU time of the epochs, without the start of Node, and a row before them and after each.
"use strict";

class Node {
  constructor(bias, tanh) {
    this.bias = bias;
    this.tanh = tanh;
    this.inputs = [];
    this.outputs = [];
    this.output = 0;
    this.slope = 0;
    this.sum = 0;
  }
}

class Link {
  constructor(from, to, weight) {
    this.from = from;
    this.to = to;
    this.weight = weight;
    this.sum = 0;
  }
}

function build({ sizes, weights, tanh }) {
  const layers = [Array.from({ length: sizes[0] }, () => new Node(0, false))];
  weights.forEach(({ kernel, bias }, at) => {
    const last = at === weights.length - 1;
    layers.push(bias.map((value) => new Node(value, last ? tanh : true)));
    layers[at].forEach((from, i) => {
      layers[at + 1].forEach((to, j) => {
        const link = new Link(from, to, kernel[i][j]);
        from.outputs.push(link);
        to.inputs.push(link);
      });
    });
  });
  return layers;
}

function forward(layers, inputs) {
  for (let i = 0; i < inputs.length; i++) layers[0][i].output = inputs[i];
  for (let at = 1; at < layers.length; at++) {
    for (const node of layers[at]) {
      let total = node.bias;
      for (const link of node.inputs) total += link.weight * link.from.output;
      node.output = node.tanh ? Math.tanh(total) : total;
    }
  }
  return layers[layers.length - 1][0].output;
}

function backward(layers, label) {
  for (let at = layers.length - 1; at > 0; at--) {
    for (const node of layers[at]) {
      let slope = 0;
      if (at === layers.length - 1) slope = node.output - label;
      for (const link of node.outputs) slope += link.weight * link.to.slope;
      node.slope = node.tanh ? slope * (1 - node.output * node.output) : slope;
      node.sum += node.slope;
      for (const link of node.inputs) link.sum += node.slope * link.from.output;
    }
  }
}

function move(layers, rate, count) {
  for (let at = 1; at < layers.length; at++) {
    for (const node of layers[at]) {
      node.bias -= (rate * node.sum) / count;
      node.sum = 0;
      for (const link of node.inputs) {
        link.weight -= (rate * link.sum) / count;
        link.sum = 0;
      }
    }
  }
}

function loss(layers, x, label, first, end) {
  let total = 0;
  for (let i = first; i < end; i++) total += 0.5 * (forward(layers, x[i]) - label[i]) ** 2;
  return total / (end - first);
}

function train(task) {
  const { x, label, train: count, rate, batch, epochs } = task;
  const layers = build(task);
  const both = () => [loss(layers, x, label, 0, count), loss(layers, x, label, count, x.length)];
  const losses = [both()];
  const start = process.cpuUsage();
  for (let epoch = 0, held = 0; epoch < epochs; epoch++) {
    for (let i = 0; i < count; i++) {
      forward(layers, x[i]);
      backward(layers, label[i]);
      held++;
      if ((i + 1) % batch === 0) {
        move(layers, rate, held);
        held = 0;
      }
    }
    losses.push(both());
  }
  const { user, system } = process.cpuUsage(start);
  return { milliseconds: (user + system) / 1000, losses };
}

const text = require("fs").readFileSync(0, "utf8");
process.stdout.write(JSON.stringify(train(JSON.parse(text))));
