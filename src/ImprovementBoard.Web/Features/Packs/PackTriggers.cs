using ImprovementBoard.Core.Packs;
using ImprovementBoard.Core.Schedules;
using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Periods;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace ImprovementBoard.Web.Features.Packs;

/// <summary>
/// Keeps one trigger for each enabled schedule row; the row is the truth, the trigger only rings: every day at the time of the schedule, because no
/// cron expression knows bank holidays or counts weeks from a date. Whether a pack is due on a day the row says.
/// </summary>
internal sealed class PackTriggers(BoardDatabase database, ISchedulerFactory schedulers, PackService packs, PackRuns runs)
{
    private const string Group = "pack-schedules";

    /// <summary>Makes the triggers match the rows of every programme, and rings where a pack is owed. Called at start.</summary>
    public async Task ReconcileAllAsync(CancellationToken ct)
    {
        await using var db = database.OpenWithoutProgramme();
        // Across all programmes on purpose: the scheduler serves them all.
        var schedules = await db.Schedules.IgnoreQueryFilters().AsNoTracking().ToListAsync(ct);
        foreach (var schedule in schedules)
            await ReconcileAsync(schedule, ct);
        await RingWhereOwedAsync(ct);
        var scheduler = await schedulers.GetScheduler(ct);
        var wanted = schedules.Select(s => KeyOf(s.Id)).ToHashSet();
        foreach (var key in await scheduler.GetTriggerKeys(GroupMatcher<TriggerKey>.GroupEquals(Group), ct))
        {
            if (!wanted.Contains(key))
                await scheduler.UnscheduleJob(key, ct);
        }
    }

    /// <summary>
    /// Rings for every schedule that owes a pack: one that fell due while the portal was down, or whose run failed for good or was cut short, which is
    /// marked first. Called at start and every hour.
    /// </summary>
    public async Task RingWhereOwedAsync(CancellationToken ct)
    {
        // Where there are several nodes, the one that died may not come back.
        await runs.MarkInterruptedAsync();
        await using var db = database.OpenWithoutProgramme();
        foreach (var schedule in await db.Schedules.IgnoreQueryFilters().AsNoTracking().Where(s => s.Enabled).ToListAsync(ct))
        {
            if (await packs.OwesAsync(schedule, ct))
                await (await schedulers.GetScheduler(ct)).TriggerJob(PackJob.ScheduleKey, DataOf(schedule), ct);
        }
    }

    /// <summary>Makes the trigger of one schedule match its row. An unchanged trigger is left alone, so that what it missed is caught up.</summary>
    public async Task ReconcileAsync(PackSchedule schedule, CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        var key = KeyOf(schedule.Id);
        var rings = $"0 {schedule.Rhythm.At.Minute} {schedule.Rhythm.At.Hour} * * ?";
        if (!schedule.Enabled || schedule.Rhythm.Frequency == Frequency.EveryPeriod)
        {
            await scheduler.UnscheduleJob(key, ct);
            return;
        }
        if (await scheduler.GetTrigger(key, ct) is ICronTrigger cron && cron.CronExpressionString == rings)
            return;
        var trigger = TriggerBuilder.Create()
            .WithIdentity(key)
            .ForJob(PackJob.ScheduleKey)
            .UsingJobData(DataOf(schedule))
            .WithCronSchedule(rings, c => c.InTimeZone(LondonTime.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, ct);
    }

    private static JobDataMap DataOf(PackSchedule schedule) => new()
    {
        [PackJob.Programme] = $"{schedule.ProgrammeId}",
        [PackJob.Schedule] = $"{schedule.Id}",
    };

    private static TriggerKey KeyOf(int scheduleId) => new($"{scheduleId}", Group);
}

/// <summary>Carries out what fell due while the portal was down, and reconciles the triggers, when it starts.</summary>
internal sealed class PackTriggersAtStart(PeriodKeeper periods, PackTriggers triggers) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await periods.RunAllDueAsync(cancellationToken);
        await triggers.ReconcileAllAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
