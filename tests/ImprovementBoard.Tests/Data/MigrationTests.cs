using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

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
}
