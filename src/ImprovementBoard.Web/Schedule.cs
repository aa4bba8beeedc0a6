using ImprovementBoard.Core.Time;
using ImprovementBoard.Web.Access;
using ImprovementBoard.Web.Data;
using ImprovementBoard.Web.Features.Account;
using ImprovementBoard.Web.Features.Actions;
using ImprovementBoard.Web.Features.Evidence;
using ImprovementBoard.Web.Features.Mail;
using ImprovementBoard.Web.Features.Packs;
using ImprovementBoard.Web.Features.Periods;
using ImprovementBoard.Web.Features.Retention;
using ImprovementBoard.Web.History;
using Microsoft.Data.Sqlite;
using Npgsql;
using Quartz;

namespace ImprovementBoard.Web;

/// <summary>Every job and when it runs. Triggers of packs come from the rows of the schedules (<see cref="PackTriggers"/>).</summary>
internal static class Schedule
{
    private static readonly JobKey Nightly = new("rate-again"), Hourly = new("ring-where-owed");

    public static IServiceCollection AddSchedule(this IServiceCollection services, BoardOptions options)
    {
        services.AddQuartzExecutionHistory(history =>
        {
            history.Retention = TimeSpan.FromDays(90);
            history.MaxEntriesPerScheduler = 20_000;
        });
        // Without this, a trigger defined here would replace the stored one at start and forget what it missed.
        services.Configure<QuartzOptions>(o => o.Scheduling.ScheduleTriggerRelativeToReplacedTrigger = true);
        services.AddQuartz(quartz =>
        {
            // A constant id: on SQLite an unfinished job is recovered by the id it ran under.
            var postgres = options.Database.Provider == BoardOptions.DatabaseOptions.Postgres;
            quartz.ConfigureScheduler(o =>
            {
                o.InstanceName = "board";
                o.InstanceId = postgres ? "AUTO" : "single";
            });
            quartz.UseDefaultThreadPool(4);
            quartz.UsePersistentStore(store =>
            {
                if (postgres)
                {
                    store.UsePostgres(NpgsqlFactory.Instance, options.Database.ConnectionString);
                    store.UseClustering(cluster =>
                    {
                        cluster.CheckinInterval = TimeSpan.FromSeconds(5);
                        cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(10);
                    });
                }
                else
                {
                    store.UseSqlite(SqliteFactory.Instance, DatabaseRegistration.SqliteConnectionString(options));
                }
                store.ProvisionSchema();
                store.UseExecutionHistory();
                store.UseSystemTextJsonSerializer();
                store.ConfigureStore(o =>
                {
                    o.MisfireThreshold = TimeSpan.FromSeconds(60);
                    o.StoreJobDataAsStrings = true;
                });
            });

            quartz.AddJob<PackJob>(job => job.WithIdentity(PackJob.ScheduleKey).StoreDurably().RequestRecovery());
            quartz.AddJob<DraftJob>(job => job.WithIdentity(PackJob.DraftKey).StoreDurably().RequestRecovery());
            quartz.AddJob<RateAgainJob>(job => job.WithIdentity(Nightly).StoreDurably());
            quartz.AddJob<RingWhereOwedJob>(job => job.WithIdentity(Hourly).StoreDurably());
            quartz.AddTrigger(trigger => trigger.ForJob(Hourly).WithIdentity("ring-where-owed-hourly").WithCronSchedule("0 17 * * * ?",
                cron => cron.InTimeZone(LondonTime.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.DoNothing)));
            quartz.AddTrigger(trigger => trigger.ForJob(Nightly).WithIdentity("rate-again-nightly").WithCronSchedule("0 5 0 * * ?",
                cron => cron.InTimeZone(LondonTime.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));
        });
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
        // Pages are served while what fell due is caught up.
        services.Configure<HostOptions>(o => o.ServicesStartConcurrently = true);
        services.AddHostedService<PackTriggersAtStart>();
        services.AddHostedService<PostRounds>();
        return services;
    }

    /// <summary>Carries out the steps of the reporting calendar that are due, and tries again for packs whose runs all failed.</summary>
    [DisallowConcurrentExecution]
    private sealed class RingWhereOwedJob(PeriodKeeper periods, PackTriggers triggers) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            await periods.RunAllDueAsync(cancellationToken);
            await triggers.RingWhereOwedAsync(cancellationToken);
        }
    }

    /// <summary>Just after midnight in London: rates every live programme again, deletes what is due, removes files that no row names and sessions that are over, and proves the histories.</summary>
    private sealed class RateAgainJob(DeliveryRatings ratings, RetentionKeeper retention, EvidenceSweep sweep, SessionService sessions, HistoryKeeper history, IServiceProvider services, ILogger<RateAgainJob> log) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await OneByOneAsync(log,
        [
            ("rating again", () => ratings.BringAllUpToDateAsync(cancellationToken)),
            // Rows first: the sweep takes the files that they named.
            ("retention", () => retention.RunAllAsync(cancellationToken)),
            ("removing files", () => sweep.SweepAsync(cancellationToken)),
            ("clearing sessions", () => sessions.ClearAsync(cancellationToken)),
            ("keeping keys", () => Task.Run(services.KeepKeys, cancellationToken)),
            ("proving the histories", () => history.CheckAllAsync(cancellationToken)),
        ]);
    }

    /// <summary>Takes steps in turn. One that breaks off keeps none of the others back: a file that cannot be removed must not stop the history from being proved.</summary>
    internal static async Task OneByOneAsync(ILogger log, IEnumerable<(string Name, Func<Task> Run)> steps)
    {
        foreach (var (name, run) in steps)
        {
            try
            {
                await run();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The nightly job broke off while {Step}; the other steps go on", name);
            }
        }
    }
}
