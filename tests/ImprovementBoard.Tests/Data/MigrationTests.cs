using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using static ImprovementBoard.Tests.TestDates;

namespace ImprovementBoard.Tests.Data;

public sealed class MigrationTests
{
    private const string Web = "ImprovementBoard.Web";

    [Fact]
    public async Task An_action_of_the_first_version_is_read_and_rated_after_the_upgrade()
    {
        await using var store = TestStore.OnSqlite();
        var options = new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite($"Data Source={store.File};Pooling=False", o => o.MigrationsAssembly(Web)).Options;
        await using (var old = new SqliteBoardDbContext(options))
        {
            await old.GetService<IMigrator>().MigrateAsync("DashboardIndexes");
            await old.Database.ExecuteSqlRawAsync("""
                INSERT INTO "Programmes" ("Id","Slug","Name","Council","CouncilCode","Kind","Stage","StartedOn","UpdateCycleDays","Sources","RatedOn","Version")
                VALUES (1,'old','Old','Old council','999','Ilacs','Delivering','2018-01-01',28,'[]','2018-08-06','00000000-0000-0000-0000-000000000001');
                INSERT INTO "Members" ("Id","ProgrammeId","Title","Role","Agency","From","Illustrative") VALUES (1,1,'Head','Lead','Council','2018-01-01',0);
                INSERT INTO "Actions" ("Id","ProgrammeId","Ref","Order","Title","DoneLooksLike","Theme","LeadId","BaselineStart","BaselineDue","Due","Illustrative","Forecast","Delivery","DeliveryReason","Strip","SearchText","Version","DueMoves")
                VALUES (1,1,'1.1',1,'Old','Done','Workforce',1,'2018-01-01','2018-07-31','2018-09-28',0,'2018-09-28',2,'','','','00000000-0000-0000-0000-000000000002',
                        '[{{"On":"2018-07-20","To":"2018-09-28","Reason":"Agreed","Decision":"D1"}}]');
                """);
        }

        await using var db = new SqliteBoardDbContext(options) { ProgrammeId = 1 };
        await db.Database.MigrateAsync();

        Assert.Null((await db.Programmes.SingleAsync()).RatedOn);
        var action = await db.Actions.Include(a => a.Updates).SingleAsync();
        action.Rate(new(2018, 8, 6), 28);
        Assert.Equal((1, "Re-baselined on 20 Jul 2018; not started; first agreed start was 1 Jan 2018"), (action.TimesMoved, action.DeliveryReason));
        Assert.Empty(action.EarlierRounds);
        action.AddMilestone("Advert out", new(2018, 8, 31), new(1, 1, "Office", null), new(2018, 8, 6), 28);
        await db.SaveChangesAsync();
        Assert.Single((await db.Actions.AsNoTracking().SingleAsync()).Milestones);
    }

    [Fact]
    public void Every_change_of_the_model_has_its_migration_for_sqlite()
    {
        using var db = new SqliteBoardDbContext(new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite("Data Source=:memory:", o => o.MigrationsAssembly(Web)).Options);

        Assert.False(db.Database.HasPendingModelChanges(), "Run: dotnet ef migrations add … --context SqliteBoardDbContext (CONTRIBUTING.md)");
    }

    [Fact]
    public void Every_change_of_the_model_has_its_migration_for_postgres()
    {
        using var db = new PostgresBoardDbContext(new DbContextOptionsBuilder<PostgresBoardDbContext>().UseNpgsql("Host=nowhere", o => o.MigrationsAssembly(Web)).Options);

        Assert.False(db.Database.HasPendingModelChanges(), "Run: dotnet ef migrations add … --context PostgresBoardDbContext (CONTRIBUTING.md)");
    }

    [Fact]
    public async Task Rows_of_an_older_database_can_be_read_and_its_findings_get_the_day_of_their_visit()
    {
        await using var store = TestStore.OnSqlite();
        await using var db = new SqliteBoardDbContext(new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite($"Data Source={store.File};Foreign Keys=False;Pooling=False", o => o.MigrationsAssembly(Web)).Options) { ProgrammeId = 1 };
        await db.GetService<IMigrator>().MigrateAsync("DashboardIndexes");
        await db.Database.ExecuteSqlRawAsync("""
            INSERT INTO Actions (Id, ProgrammeId, Ref, "Order", Title, DoneLooksLike, Theme, LeadId, BaselineStart, BaselineDue, Due, Illustrative, Forecast, Delivery, DeliveryReason, Strip, SearchText, Version, DueMoves)
              VALUES (1, 1, '1.1', 1, 'Action', 'Done', 'Voice', 1, '2017-01-01', '2018-01-01', '2018-01-01', 0, '2018-01-01', 1, '', '', '', '00000000-0000-0000-0000-000000000000', '[]');
            INSERT INTO Visits (Id, ProgrammeId, Ref, Title, DateWords, SortOn, Focus, Pace, Source) VALUES (1, 1, '5', 'Fifth', '2018', '2018-06-15', 'All', 'Steady', 'Letter');
            INSERT INTO Inspections (Id, ProgrammeId, Ref, Title, Framework, FieldworkFrom, FieldworkTo, PublishedOn, Source, Judgements) VALUES (1, 1, 'i', 'Inspection', 'SIF', '2016-09-12', '2016-10-06', '2016-11-25', 'Report', '[]');
            INSERT INTO Findings (Id, ProgrammeId, VisitId, Polarity, Theme, Cohort, Text, Source) VALUES (1, 1, 1, 'Weakness', 'Voice', 'Workforce', 'Late.', 'Letter');
            INSERT INTO Findings (Id, ProgrammeId, InspectionId, Polarity, Theme, Cohort, Text, Source) VALUES (2, 1, 1, 'Strength', 'Voice', 'Workforce', 'Good.', 'Report');
            """);

        await db.Database.MigrateAsync();

        var findings = await db.Findings.OrderBy(f => f.Id).ToListAsync();
        Assert.Equal([(Day("2018-06-15"), Day("2018-06-15")), (Day("2016-10-06"), Day("2016-11-25"))], findings.Select(f => (f.On, f.RecordedOn)));
        Assert.All(findings, f => Assert.Empty(f.Answers));
        Assert.Empty((await db.Actions.SingleAsync()).EarlierRounds);
        Assert.Equal(Day("2018-06-15"), (await db.Visits.SingleAsync()).RecordedOn);
    }

    [Fact]
    public async Task Packs_of_an_older_database_were_issued_as_they_were_made()
    {
        await using var store = TestStore.OnSqlite();
        await using var db = new SqliteBoardDbContext(new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite($"Data Source={store.File};Foreign Keys=False;Pooling=False", o => o.MigrationsAssembly(Web)).Options) { ProgrammeId = 1 };
        await db.GetService<IMigrator>().MigrateAsync("Periods");
        await db.Database.ExecuteSqlRawAsync("""
            INSERT INTO Packs (Id, ProgrammeId, Audience, PeriodKey, PeriodName, PositionAsAt, Number, BuiltAt, BuiltBy, FactsJson, FactsHash, FileHash, FileSize, Pages, Replaced)
              VALUES (1, 1, 'Board', '2018-08', 'August 2018', '2018-08-06', 2, 636690000000000000, 'Scheduler', '', 'a', 'f', 1, 1, ''), (2, 1, 'Board', '2018-08', 'August 2018', '2018-08-06', NULL, 636690000000000000, 'Programme office', '', 'a', 'f', 1, 1, '');
            INSERT INTO Schedules (Id, ProgrammeId, Audience, Frequency, DayOfMonth, Weekday, At, Enabled, ActiveFrom, Illustrative, Version)
              VALUES (1, 1, 'Board', 'Monthly', 6, 'Monday', '07:00:00', 1, '2018-07-01', 0, '00000000-0000-0000-0000-000000000000');
            """);

        await db.Database.MigrateAsync();

        var packs = await db.Packs.OrderBy(p => p.Id).ToListAsync();
        Assert.Equal([(ImprovementBoard.Core.Packs.PackState.Issued, 1, "Scheduler"), (ImprovementBoard.Core.Packs.PackState.Draft, 1, null)], packs.Select(p => (p.Dates.StateOn(Day("2018-08-06"), p.IsDraft), p.Version, p.IssuedBy)));
        Assert.Equal((0, true), ((await db.Schedules.SingleAsync()).ApproverIds.Count, (await db.Schedules.SingleAsync()).IssueWithLastApproval));
    }

    [Fact]
    public async Task Schedules_of_an_older_database_keep_their_days()
    {
        await using var store = TestStore.OnSqlite();
        await using var db = new SqliteBoardDbContext(new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite($"Data Source={store.File};Foreign Keys=False;Pooling=False", o => o.MigrationsAssembly(Web)).Options) { ProgrammeId = 1 };
        await db.GetService<IMigrator>().MigrateAsync("Readiness");
        await db.Database.ExecuteSqlRawAsync("""
            INSERT INTO Schedules (Id, ProgrammeId, Audience, Frequency, DayOfMonth, Weekday, At, Enabled, ActiveFrom, Illustrative, Version, ApproverIds, IssueWithLastApproval)
              VALUES (1, 1, 'Board', 'Monthly', 6, 'Monday', '07:00:00', 1, '2018-07-01', 0, '00000000-0000-0000-0000-000000000000', '[4]', 0),
                     (2, 1, 'Commissioner', 'Weekly', 1, 'Thursday', '16:30:00', 1, '2018-07-01', 0, '00000000-0000-0000-0000-000000000000', '[]', 1),
                     (3, 1, 'Public', 'EveryPeriod', 1, 'Monday', '00:00:00', 0, '2018-07-01', 0, '00000000-0000-0000-0000-000000000000', '[]', 1);
            INSERT INTO PackRuns (Id, ProgrammeId, Audience, ScheduleId, AskedBy, AskedAt, Outcome, Message, Correction) VALUES (1, 1, 'Board', 1, 'Scheduler', 636690000000000000, 'Failed', 'No.', '');
            """);

        await db.Database.MigrateAsync();

        var schedules = await db.Schedules.OrderBy(s => s.Id).ToListAsync();
        Assert.Equal(["Monthly, on day 6 at 07:00", "Weekly, on Thursday at 16:30", "With every period of the reporting calendar, on the day its drafts are due"], schedules.Select(s => s.Rhythm.InFull));
        Assert.Equal([new ImprovementBoard.Core.Schedules.Rhythm { DayOfMonth = 6, At = new(7, 0) }], schedules.Take(1).Select(s => s.Rhythm));
        Assert.All(schedules, s => Assert.Null(s.EndedOn));
        Assert.Equal([4], schedules[0].ApproverIds);
        Assert.Equal((false, null), ((await db.PackRuns.SingleAsync()).IsTest, (await db.PackRuns.SingleAsync()).AcknowledgedOn));
    }

    // dotnet ef writes "{}" for a new column that holds a list as JSON; rows that are there already could then not be read after an upgrade.
    [Fact]
    public void A_new_list_starts_empty_in_rows_that_are_there_already()
    {
        using var sqlite = new SqliteBoardDbContext(new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite("Data Source=:memory:", o => o.MigrationsAssembly(Web)).Options);
        using var postgres = new PostgresBoardDbContext(new DbContextOptionsBuilder<PostgresBoardDbContext>().UseNpgsql("Host=nowhere", o => o.MigrationsAssembly(Web)).Options);

        foreach (var db in new BoardDbContext[] { sqlite, postgres })
        {
            var migrations = db.GetService<IMigrationsAssembly>();
            var wrong = migrations.Migrations.Values
                .SelectMany(m => migrations.CreateMigration(m, db.Database.ProviderName!).UpOperations.OfType<AddColumnOperation>())
                .Where(c => c.DefaultValue is "{}")
                .Select(c => $"{c.Table}.{c.Name}");
            Assert.Empty(wrong);
        }
    }
}
