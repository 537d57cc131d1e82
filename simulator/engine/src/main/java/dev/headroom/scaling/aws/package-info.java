/**
 * AWS dynamic scaling: CloudWatch alarms, the policies they trigger, and who owns the capacity.
 *
 * <p>Once a minute each {@link dev.headroom.scaling.aws.CapacityPolicy}, target tracking or step
 * scaling, takes a datapoint into its {@link dev.headroom.scaling.aws.MetricAlarm alarms}; {@link
 * dev.headroom.scaling.aws.PolicySet} settles what several of them wish. Two owners differ in how
 * they wait for new capacity to take effect: a {@link dev.headroom.scaling.aws.ScalableTarget} of
 * Application Auto Scaling (ECS services, provisioned concurrency) by cooldowns, an {@link
 * dev.headroom.scaling.aws.AutoScalingGroup} of EC2 by each instance's warm-up. Both obey a {@link
 * dev.headroom.scaling.aws.Schedule}.
 *
 * <p>Pure: the caller brings times and datapoints. Imports nothing of ours. Open {@code
 * ScalableTarget} first.
 */
package dev.headroom.scaling.aws;
