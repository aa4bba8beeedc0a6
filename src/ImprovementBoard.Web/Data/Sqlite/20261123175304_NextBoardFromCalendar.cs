using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Sqlite
{
    /// <inheritdoc />
    public partial class NextBoardFromCalendar : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // EF Core would write the whole table anew, and everything refers to it.
            migrationBuilder.Sql("""ALTER TABLE "Programmes" DROP COLUMN "NextBoardOn";""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "NextBoardOn",
                table: "Programmes",
                type: "TEXT",
                nullable: true);
        }
    }
}
